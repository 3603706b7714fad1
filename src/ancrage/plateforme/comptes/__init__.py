"""People, organisations, roles and their scopes; invitations, delegations, consents."""
