"""The document factory: invented plans with exact answers, in families of layout, for fitting and for tests."""
