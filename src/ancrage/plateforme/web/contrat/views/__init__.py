"""The pages of a contract, by part."""
