"""The spaces of the site: one package each, that ignore one another."""
