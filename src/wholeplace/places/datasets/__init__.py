"""Readers of registers, reorganisation lists, populations and indices: one file a publication."""
