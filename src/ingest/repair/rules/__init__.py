"""One small file a kind of damage."""
