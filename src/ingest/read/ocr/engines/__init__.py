"""Engines that read pictures of lines: Tesseract, a network from wheels, how they vote, which one is taken."""
