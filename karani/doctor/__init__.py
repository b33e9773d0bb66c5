"""`karani doctor`: what is well with an installation, what is wrong, and what to do."""
