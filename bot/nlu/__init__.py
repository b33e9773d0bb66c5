"""Reading: what a message means, by rules, without a model."""
