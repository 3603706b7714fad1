"""The views of meetings, one module per object."""
