"""Areas, indicators, comparisons; the workshop of the ORS."""
