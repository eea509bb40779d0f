"""Beredning: committee case handling in Swedish municipalities. Reading order: see engine/README.md."""

__version__ = "0.1.0"
