"""Every sentence Karani says, by topic."""
