"""How the program ends when the stack file can't be used."""

import sys
import warnings
from typing import NoReturn

import pulumi

# Pulumi's language host prints nothing of its own about a program that ends with this code.
_MESSAGE_WAS_SHOWN = 32


def refuse(error: Exception) -> NoReturn:
    """Show the error and end, before any resource is registered.

    Raising pulumi.RunError would end the program too, but the engine then adds an error about its exit code.
    """
    pulumi.log.error(str(error))
    # The registration of the stack itself has been queued and is dropped on purpose.
    warnings.filterwarnings("ignore", message="coroutine .* was never awaited", category=RuntimeWarning)
    sys.exit(_MESSAGE_WAS_SHOWN)
