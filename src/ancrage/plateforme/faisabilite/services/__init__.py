"""Writing feasibility notes."""
