"""The signature: text of the contract, parapheur, verification of a signed file."""
