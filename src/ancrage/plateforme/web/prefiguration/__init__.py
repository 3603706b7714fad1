"""The préfiguration of a contract on screen, and the follow-up of its elaboration."""
