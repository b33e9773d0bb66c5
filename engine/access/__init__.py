"""Who may come in, and how they prove it: passwords, codes, PINs, tokens, keys."""
