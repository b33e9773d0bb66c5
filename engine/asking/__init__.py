"""Approvals and questions on their way to people, and what became of them on the way back."""
