"""Page segmentation: which blocks stand beside each other and are read one after the other."""
