"""The first page: find a place, the sector on a map, what is new, an adviser's portfolio."""
