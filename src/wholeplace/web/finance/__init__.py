"""Pages about councils’ finances."""
