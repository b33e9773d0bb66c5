"""Templates: kept, checked, filled; providers approve them."""
