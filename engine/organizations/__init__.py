"""Organizations: founded, staffed, and what belongs to their manners."""
