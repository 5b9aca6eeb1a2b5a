"""Personal data: found in a text, and masked with everything that is derived from it.

Masking happens once, in the words of the repaired document, before anything is classified: raw readings, repairs,
times, headings, statements, issues and plain text are all made from words that no longer hold the clear value.
"""
