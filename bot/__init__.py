"""Thought: hears a message, decides what to say. Pure."""
