"""Errors that end `sandbox/pulumi` before the engine starts."""


class CommandError(Exception):
    """What is wrong and what to do about it, in a sentence for the user."""
