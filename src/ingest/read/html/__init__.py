"""Web pages (.html, .htm, .mhtml)."""
