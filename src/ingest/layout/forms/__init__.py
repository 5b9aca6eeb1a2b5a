"""Forms: labels that come again with their values, each record a table of two columns."""
