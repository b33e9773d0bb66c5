"""Workflows: definitions and the pure interpreter."""
