"""The synthesis for the élus: one page, and the same on two sheets."""
