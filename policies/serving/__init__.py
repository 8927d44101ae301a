"""The pack as the process that the engine runs: messages in, verdicts out."""
