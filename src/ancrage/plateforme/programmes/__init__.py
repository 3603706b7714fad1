"""The plan of a contract: needs, priorities, axes, objectives and action sheets."""
