"""Published figures about council finance, as executable fixtures: one TOML a publication."""
