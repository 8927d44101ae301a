"""Policy about keys that sign tokens."""

from policies.catalogue.model import INTEGER, TEXT, Levels, Policy, Severity, same_everywhere

ROWS = (
    Policy(
        name="signing-key-length",
        title="Keys that sign tokens are long enough",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A short key is found by trying, and whoever has it signs in as anybody.",
        remedy="Draw the key at random, with 32 characters or more.",
        docs="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
        parameters=(
            same_everywhere("minimumLength", "Fewest characters.", INTEGER, 32),
            same_everywhere("names", "Regular expression for names of such keys.", TEXT, "(?i)jwt|signing.?key"),
        ),
    ),
)
