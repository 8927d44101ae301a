"""The root of the command line, and what becomes of mistakes in it."""

import sys
import traceback
from collections.abc import Sequence

import typer

from ops.exit_code import ExitCode
from ops.policy.commands import policy

_PYDANTIC = "Value error, "
"""What the parser puts before the message of a value of the wrong kind."""

app = typer.Typer(
    name="ops",
    help="Work on a payment platform: what its policies say, and what to show an assessor.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(policy, name="policy")


@app.callback()
def root() -> None:
    """Keep the commands in groups although there is only one so far."""


def main(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        code = app(args=list(arguments), prog_name="bin/ops", standalone_mode=False)
    except typer.TyperException as error:
        # Typer's own exit code for a mistaken command line, 2, means here that the work failed.
        # Without any arguments the parser has printed the help and has nothing to add.
        if message := error.format_message().replace(_PYDANTIC, ""):
            sys.stderr.write(f"Error: {message}\nAdd --help to see what the command takes.\n")
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except OSError as error:
        sys.stderr.write(f"Error: {error}\n")
        return ExitCode.FAILED
    except Exception:
        # Left to Python, a mistake of this program would answer 1, which says that a policy is violated.
        traceback.print_exc()
        return ExitCode.FAILED
    return code if isinstance(code, int) else ExitCode.OK
