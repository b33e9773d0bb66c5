"""Adapters to the companies that carry messages, one file each, both directions."""
