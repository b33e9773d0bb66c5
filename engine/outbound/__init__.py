"""Which message goes to whom: by which way, in what form, at what hour, after what refusal."""
