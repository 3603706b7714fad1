"""Views of this space."""
