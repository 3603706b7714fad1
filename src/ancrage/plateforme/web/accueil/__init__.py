"""The front page: for a visitor, what Ancrage shows; for a member, what waits for her."""
