"""Pages of the public portal: one module per subject."""
