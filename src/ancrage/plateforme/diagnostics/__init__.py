"""Local health diagnoses: order, building, review, editions, errata."""
