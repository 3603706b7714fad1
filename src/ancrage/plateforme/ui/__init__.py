"""Role-named template components: the only place where the theme markup lives."""
