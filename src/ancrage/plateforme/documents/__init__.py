"""Assemble plain data, call publication, freeze editions with their hash."""
