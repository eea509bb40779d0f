"""`python -m beredning_cli` is the same as `beredning`."""

from __future__ import annotations

from beredning_cli.main import main

main()
