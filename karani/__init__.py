"""The gate: the command line and the services that it brings along."""
