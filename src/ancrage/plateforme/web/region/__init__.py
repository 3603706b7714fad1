"""The region at a glance: every contract on one map, at any date."""
