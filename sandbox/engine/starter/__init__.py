"""What becomes the user's program: the SDK's runner in a Python made ready for it."""
