"""The audit's chain: sealed behind the writes, its ends signed."""
