"""Pages about an indicator, and about one figure of it."""
