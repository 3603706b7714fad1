"""The pages of the doctrine."""
