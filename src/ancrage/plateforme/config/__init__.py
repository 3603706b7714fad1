"""Settings, root addresses and entry points of the site."""
