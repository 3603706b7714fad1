"""The writes of the plans, one module per object."""
