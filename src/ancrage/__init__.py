"""Ancrage: the platform that runs French contrats locaux de santé (CLS) end to end."""

__version__ = "0.1.0"
