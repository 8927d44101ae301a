"""Does the sandbox behave as AWS does for the examples of the SDK's own documentation?"""
