"""Councils and other places: finding them, following them through reorganisation, and who is like whom."""
