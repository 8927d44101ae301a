"""The IAM policies that AWS manages: those that the SDK lists (`aws.iam.ManagedPolicy`) and newer ones.

A name that the list lacks counts as AWS's when nothing on the list is nearly the same, since AWS adds policies faster
than the SDK; one that is nearly the same is taken for a misspelling. The text of the policies is not held here:
`policy` is a document without statements, but for `AdministratorAccess`.
"""

import importlib.util
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties

_ARN = re.compile(r'"arn:aws:iam::aws:policy(/[^"]+)"')
_SHAPE = re.compile(r"arn:aws[a-z-]*:iam::aws:policy(/(?:[\w+=,.@-]+/)*[\w+=,.@-]+)")
_NEWER = (
    "/AmazonRedshiftAllCommandsFullAccess",
    "/service-role/SageMakerStudioDomainExecutionRolePolicy",
    "/service-role/SageMakerStudioDomainServiceRolePolicy",
)
_ADMINISTRATOR = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_UNHELD = '{"Version":"2012-10-17","Statement":[]}'


def resources(place: Place) -> list[Deployed]:
    """Every managed policy that is known by name."""
    return [_policy(place, path) for path in _paths()]


def managed_policy(place: Place, arn: str) -> Deployed | None:
    """The managed policy of an ARN; None for another ARN and for a misspelt name (see `closest_policy`)."""
    match = _SHAPE.fullmatch(arn)
    if match is None or (match[1] not in _paths() and closest_policy(arn)):
        return None
    return _policy(place, match[1])


def closest_policy(arn: str) -> str:
    """The ARN of the known managed policy whose name is nearly this one's, empty when none is."""
    name = arn.rpartition("/")[2]
    by_name = {path.rpartition("/")[2]: path for path in _paths()}
    close = get_close_matches(name, by_name, n=1, cutoff=0.93)
    return f"arn:aws:iam::aws:policy{by_name[close[0]]}" if close else ""


@cache
def _paths() -> frozenset[str]:
    spec = importlib.util.find_spec("pulumi_aws")
    listed: list[str] = []
    if spec is not None and spec.origin is not None:
        listed = _ARN.findall((Path(spec.origin).parent / "iam" / "_enums.py").read_text("utf-8"))
    return frozenset((*listed, *_NEWER))


def _policy(place: Place, path: str) -> Deployed:
    folder, _, name = path.rpartition("/")
    arn = f"arn:{place.partition}:iam::aws:policy{path}"
    state: Properties = {
        "arn": arn,
        "attachmentCount": 0,
        "description": "",
        "name": name,
        "path": f"{folder}/",
        "policy": _ADMINISTRATOR if name == "AdministratorAccess" else _UNHELD,
        "policyId": "ANPA" + Generator("iam").upper(17, path),
        "tags": {},
        "tagsAll": {},
    }
    return Deployed("aws:iam/policy:Policy", arn, place, state, seed="")
