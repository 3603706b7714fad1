"""The handover of a contract: its book, and the sheets given to who comes."""
