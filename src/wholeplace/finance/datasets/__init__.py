"""Readers of published finance returns: one file a publication."""
