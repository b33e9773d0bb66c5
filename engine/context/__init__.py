"""What the work of one transaction sees: the desk, records, people who are meant."""
