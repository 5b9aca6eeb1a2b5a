"""Isolated worker processes on this machine."""
