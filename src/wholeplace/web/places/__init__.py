"""Pages about a place."""
