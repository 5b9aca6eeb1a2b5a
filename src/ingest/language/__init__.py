"""Swedish as a machine needs it: lexicon, tokens, damage, sentences. Every room above may read it."""
