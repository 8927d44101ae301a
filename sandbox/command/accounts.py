"""The AWS accounts that a stack's configuration speaks of.

Real credentials are of one account; the sandbox has none. It takes them to be of the account that the stack means, so
that a program which asks for the caller's account is answered as on the machine of somebody who signed in rightly.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.command.configuration import configuration_in

_ACCOUNT_ID = re.compile(r"\d{12}")
_NAMES_OF_IDS = ("accountid", "awsaccountid", "account", "awsaccount", "allowedaccountids")


def account_variables(stack_file: Path) -> dict[str, str]:
    """Environment variables for the aws provider: the stack's account, and ids of other accounts by their names."""
    config = configuration_in(stack_file)
    variables = {}
    if ids := list(_account_ids(config)):
        variables["SANDBOX_STACK_ACCOUNT"] = min(ids, key=lambda found: found.depth).id
    if named := dict(_named_accounts(config)):
        variables["SANDBOX_NAMED_ACCOUNTS"] = json.dumps(named)
    return variables


@dataclass(frozen=True, slots=True)
class _FoundId:
    """An account id, and how deep in the configuration it stands: the stack's own stands above those it mentions."""

    id: str
    depth: int


def _account_ids(value: object, key: str = "", depth: int = 0) -> Iterator[_FoundId]:
    """Twelve-digit values of `accountId` and the like, and of `id` in an `account`, in the order of the file."""
    if isinstance(value, dict):
        for name, item in value.items():
            word = _word(str(name))
            yield from _account_ids(item, f"{key}id" if word == "id" else word, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _account_ids(item, key, depth + 1)
    elif key in _NAMES_OF_IDS and _ACCOUNT_ID.fullmatch(str(value)):
        yield _FoundId(str(value), depth)


def _named_accounts(value: object) -> Iterator[tuple[str, str]]:
    """Name and id of every mapping that has both."""
    if isinstance(value, list):
        for item in value:
            yield from _named_accounts(item)
    if not isinstance(value, dict):
        return
    id, name = value.get("id", value.get("accountId")), value.get("name")
    if isinstance(name, str) and _ACCOUNT_ID.fullmatch(str(id)):
        yield name, str(id)
    for item in value.values():
        yield from _named_accounts(item)


def _word(key: str) -> str:
    """`platform:account` is account, `account_id` accountid."""
    return key.rpartition(":")[2].lower().replace("_", "").replace("-", "")
