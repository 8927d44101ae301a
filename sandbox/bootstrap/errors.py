"""Why a set-up can't go on."""


class SetupError(Exception):
    """What is missing and what to do about it, for the person at the terminal."""
