"""Data files of the known actors; read through `ingest.normalise.actors`."""
