"""Benchmarks: ratios measured side by side in one run, so that they hold on any machine. `make bench`."""
