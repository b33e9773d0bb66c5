"""Other systems: what they tell, ask for and hear of."""
