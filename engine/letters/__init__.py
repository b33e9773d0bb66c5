"""What steps that send a message have people read."""
