"""What concerns a shop's customers: what they owe, say, and are reminded of."""
