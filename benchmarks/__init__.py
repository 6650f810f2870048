"""Speed and memory of salesperf against code written by hand for one case.  Run: `python -m benchmarks`."""
