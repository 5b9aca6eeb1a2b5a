"""Plans to files, data packages and databases: one file an output."""
