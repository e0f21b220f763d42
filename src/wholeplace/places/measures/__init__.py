"""One TOML an indicator of places."""
