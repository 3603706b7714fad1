"""The writes of diagnoses: order, work, review, editions."""
