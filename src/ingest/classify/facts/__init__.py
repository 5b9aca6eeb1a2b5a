"""What a document is: title, kind, dates, issuers."""
