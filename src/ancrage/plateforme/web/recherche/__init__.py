"""The search across all spaces."""
