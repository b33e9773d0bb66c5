"""Assistants: they suggest and never act."""
