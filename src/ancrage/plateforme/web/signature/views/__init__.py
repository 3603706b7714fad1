"""Views of the signature."""
