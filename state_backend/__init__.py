"""The project that makes the bucket and the keys for the state of all other stacks."""
