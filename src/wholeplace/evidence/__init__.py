"""Published files in, immutable releases, figures out, every figure traceable to a cell."""
