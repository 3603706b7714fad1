"""Uploads: checked, kept by their SHA-256, never served as they came."""
