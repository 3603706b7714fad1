"""The writes of the documents: editions published, territories drawn on demand."""
