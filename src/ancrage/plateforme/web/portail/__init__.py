"""Published diagnoses and public information."""
