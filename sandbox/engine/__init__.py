"""The real Pulumi engine without its installer: its Go modules (go.mod) and a language host for Python."""
