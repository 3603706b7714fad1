"""The audit: who did what, when, why, with the differences, in a chain that shows any change."""
