"""PDF files: text layer, drawing, tags, fonts."""
