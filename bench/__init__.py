"""Benchmarks of Parley against what a host could run instead. `python -m bench --help` says how to run them."""
