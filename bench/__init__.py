"""Benchmarks: each with its floor and its peer measured in the same run. `./run bench` runs `python -m bench`."""
