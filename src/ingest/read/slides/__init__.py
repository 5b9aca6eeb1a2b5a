"""Presentations (.pptx, .pptm): what each slide shows, as headings, paragraphs and tables."""
