"""A local web application where people look at what was read and put it right."""
