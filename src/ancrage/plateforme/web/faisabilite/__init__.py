"""The feasibility study of a territory and its note."""
