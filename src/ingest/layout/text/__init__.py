"""Running text of a page: lines, reading order, paragraphs, furniture, headings."""
