"""The writes of the préfiguration."""
