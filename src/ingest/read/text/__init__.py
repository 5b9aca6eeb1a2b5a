"""Plain text, delimited and flattened tables."""
