"""Benchmarks: what is compared is measured by turns in one run, so that it holds on any machine. `make bench`."""
