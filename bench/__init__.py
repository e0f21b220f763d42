"""What the README claims, measured: `make bench` runs each file in its own process and writes docs/benchmarks.md."""
