"""The components as a Pulumi package, for programs in any Pulumi language."""
