"""Run the benchmarks one after the other: `python -m bench [NAME …]`; a name is what follows bench_ (cold, move, …)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    """Run those that are wanted, or all. Answers 1 when one of them fell, 2 when there is none of that name."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    fell = []
    for name in wanted or known:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.bench_{name}"], check=False).returncode:
            fell.append(name)
    if fell:
        print(f"Fell: {', '.join(fell)}.", file=sys.stderr)
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
