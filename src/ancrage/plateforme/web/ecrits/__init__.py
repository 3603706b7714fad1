"""The documents of a contract, in one place, and its plan of communication."""
