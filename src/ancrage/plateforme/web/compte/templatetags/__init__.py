"""Tags of this space."""
