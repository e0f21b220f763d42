"""One TOML an indicator of finance."""
