"""The layers of a stack, each built on what the layers before it have made."""
