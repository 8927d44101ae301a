"""Stacks that are broken on purpose, a file a concern: every stack rule must notice."""
