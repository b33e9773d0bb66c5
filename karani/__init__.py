"""The front gate: the command line puts the parts together."""
