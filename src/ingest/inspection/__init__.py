"""What a conversion found, shown to a person: in the terminal, and drawn over the pages."""
