"""Signs that recognition cannot tell by their shape alone: dashes, colons, full stops, capitals."""
