"""The views of this space."""
