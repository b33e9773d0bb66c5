"""Memory: PostgreSQL, one file per aggregate with its tables and its queries."""
