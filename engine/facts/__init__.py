"""Facts and what completes them, before anything follows from them."""
