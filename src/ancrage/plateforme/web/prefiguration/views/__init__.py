"""Views of the préfiguration."""
