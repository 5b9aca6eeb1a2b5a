"""Old office formats through LibreOffice."""
