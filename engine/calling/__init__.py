"""Calls to other systems: signed, only where they may go, bounded in time and size."""
