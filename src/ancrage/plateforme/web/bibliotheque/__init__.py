"""The library: published contracts and their action sheets."""
