"""The space of the doctrine: rules, procedure, legal texts, regional plans and their revision."""
