"""Pictures of pages read by OCR."""
