"""The regional rules of the contracts: versioned rules, legal texts, regional plans."""
