"""Approvals: decided, looked at again, corrected, and told."""
