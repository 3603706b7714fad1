"""The writes of this app, one module per object."""
