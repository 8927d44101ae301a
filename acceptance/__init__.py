"""The acceptance list, and what proves each of its rows: `make requirements`."""
