"""Fitted models of words and of their damage."""
