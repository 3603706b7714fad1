"""Times and memory of the main jobs, against the bars of the project: `python -m benchmarks`."""
