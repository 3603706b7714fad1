"""The feasibility study of a territory."""
