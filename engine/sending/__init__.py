"""Sending: what may go now goes, and what could not is looked after."""
