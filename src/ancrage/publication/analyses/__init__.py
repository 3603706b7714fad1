"""The analyses as a reader sees them: rows of a table, figures, files."""
