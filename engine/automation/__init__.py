"""Workflows of a shop: published, scheduled, rehearsed, woken, steered."""
