"""The search index of the site: folded, forgiving, on both databases."""
