"""Headings, labels, goals and statements of running text."""
