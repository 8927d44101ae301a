"""The operator's command line, `bin/ops`. It sees the platform through the engine and through a stack's outputs."""
