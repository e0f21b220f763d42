"""Places, groups and measures side by side; the address is the comparison."""
