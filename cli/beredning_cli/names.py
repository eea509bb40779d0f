"""Names as people type them, for the command line: the functions are the core's."""

from beredning.core.spelling import find, fold, nearest

__all__ = ["find", "fold", "nearest"]
