"""One search over places, measures and pages of help."""
