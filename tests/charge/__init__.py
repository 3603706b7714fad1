"""The load test: `make charge`. Never part of the tests: it wants a calm machine."""
