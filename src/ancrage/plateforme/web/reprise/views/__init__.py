"""The pages of the takeovers."""
