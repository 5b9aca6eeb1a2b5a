"""What the HTML pages of `report` and `compare` share: their style, their signs, texts marked word by word."""
