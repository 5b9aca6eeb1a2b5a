"""The quality report: an archive at a glance, what a person should look at first, and every doubt on its page."""
