"""Who leads the préfiguration, the support of élus, what the elaboration is followed by."""
