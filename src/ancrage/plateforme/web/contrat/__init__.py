"""The pages of a contract: its life, its parties, its acts."""
