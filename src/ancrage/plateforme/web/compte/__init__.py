"""A person's account, and the administration of people and organisations."""
