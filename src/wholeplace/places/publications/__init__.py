"""Published figures about people and places, as executable fixtures: one TOML a publication."""
