"""Measurements that take too long for tests: ``python -m benchmarks --list`` says which there are."""
