"""The writes of contracts: life cycle, parties, amendments, posts, mandates."""
