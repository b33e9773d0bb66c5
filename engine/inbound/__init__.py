"""What comes in: taken once, told apart, heard, answered in a turn."""
