"""The watchlist: whom to ring first and why, what was said, and when to look again. Never public."""
