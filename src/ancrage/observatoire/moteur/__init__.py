"""The engine: plan, run, store, provenance, secrecy, profile."""
