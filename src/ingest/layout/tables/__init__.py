"""Tables of a page: found, built, joined over page breaks."""
