"""The store's rows as the read-only ports that the bot looks through."""
