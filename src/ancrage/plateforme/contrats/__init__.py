"""The contracts: their life from the first request to the last signature, and who takes part."""
