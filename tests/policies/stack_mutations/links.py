"""Links between resources that rules follow, and what they say when a link cannot be told."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from policies.evaluation import Failed, RuleBook
from policies.resource_types import (
    CACHE_REPLICATION_GROUP,
    DYNAMODB_TABLE,
    ECS_SERVICE,
    LOAD_BALANCER,
    LOG_GROUP,
    METRIC_ALARM,
    RDS_INSTANCE,
    SECRET,
    SECRET_VERSION,
    SECURITY_GROUP_EGRESS,
    SECURITY_GROUP_INGRESS,
    SSM_PARAMETER,
    SUBNET,
    TRAIL,
    VPC_ENDPOINT,
    VPC_ENDPOINT_POLICY,
)
from policies.stack import Linked, Stack, StackResource
from policies.verdict import Compliant, Verdict, Violation
from tests.policies.harness import UNKNOWN_VALUE, rule_book_of
from tests.policies.stack_mutations.deployed import DeployedStack, Piece
from tests.policies.stack_mutations.judging import BOOK, Bench


class Link(NamedTuple):
    """A property that leads from resources of a type to others."""

    type: str
    property: str
    """Name at the top of the resource."""


class TracedStack(Stack):
    """A stack that notes which links are followed to a resource of the stack."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(stack.of_type("*"), stack.settings)
        self.followed: set[Link] = set()

    def linked(self, origin: StackResource, path: str, *types: str) -> Linked:
        found = super().linked(origin, path, *types)
        if found.targets:
            self.followed.add(_link(origin.type, path))
        return found

    def leading_to(self, target: StackResource, origin_type: str, path: str) -> Linked:
        before = set(self.followed)
        found = super().leading_to(target, origin_type, path)
        # Building the index follows the links of every resource of the type.
        self.followed = before | ({_link(origin_type, path)} if found.targets else set())
        return found


def _link(resource_type: str, path: str) -> Link:
    return Link(resource_type, path.split(".")[0].split("[")[0])


Keys = Mapping[Link, frozenset[tuple[str, str]]]
"""By link: policies and URNs of verdicts that were reached by way of it."""


def followed(bench: Bench, stack: DeployedStack, book: RuleBook, kind: type[Compliant | Violation]) -> Keys:
    """The links that lead to verdicts of a kind."""
    traced = TracedStack(bench.joined_stack(stack))
    found: dict[Link, set[tuple[str, str]]] = {}
    for finding in book.judge_stack(traced, bench.configuration):
        if isinstance(finding.verdict, kind):
            for link in traced.followed:
                found.setdefault(link, set()).add((finding.policy.name, finding.subject.urn))
        traced.followed = set()
    return {link: frozenset(keys) for link, keys in found.items()}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A verdict after a link on which it rested was hidden."""

    link: Link
    policy: str
    name: str
    verdict: Verdict | Failed

    def __str__(self) -> str:
        return f"{self.policy} of {self.name} without {self.link.property} of {self.link.type}: {self.verdict}"


def with_hidden_links(bench: Bench, *, origin_known: bool) -> Iterator[Hidden]:
    """What becomes of each verdict of compliance when the values of one link are not known yet.

    origin_known: whether the engine at least says on which resources the property depends, as in a first preview.
    """
    for link, keys in followed(bench, bench.stack, BOOK, Compliant).items():
        yield from _judged_without(link, keys, bench, bench.stack, origin_known)


def breakage_with_hidden_links(bench: Bench, broken: DeployedStack, policy: str) -> Iterator[Hidden]:
    """What becomes of a policy's violations when one link, by which it was noticed, cannot be told."""
    for link, keys in followed(bench, broken, rule_book_of({policy}), Violation).items():
        yield from _judged_without(link, keys, bench, broken, origin_known=False)


def _judged_without(
    link: Link, keys: Collection[tuple[str, str]], bench: Bench, stack: DeployedStack, origin_known: bool
) -> Iterator[Hidden]:
    pieces = [
        _hidden(piece, link.property, origin_known) if piece.named.type == link.type else piece
        for piece in stack.pieces
    ]
    hidden = bench.joined_stack(stack.with_(pieces))
    for finding in rule_book_of({policy for policy, _ in keys}).judge_stack(hidden, bench.configuration):
        if (finding.policy.name, finding.subject.urn) in keys:
            yield Hidden(link, finding.policy.name, finding.subject.name, finding.verdict)


def _hidden(piece: Piece, name: str, origin_known: bool) -> Piece:
    if name not in piece.outputs:
        return piece
    # The engine records a dependency, if an empty one, of everything that the program gave.
    links = {**piece.links, name: piece.links.get(name, ()) if origin_known else ()}
    return replace(piece, outputs={**piece.outputs, name: UNKNOWN_VALUE}, links=links)


_ONE_CLASS = "a key that may belong to this class of data alone is separate from the others"

STANDS_WITHOUT: Mapping[tuple[str, Link], str] = {
    **{
        ("kms-key-separation", Link(kind, path)): _ONE_CLASS
        for kind, path in (
            (TRAIL, "kmsKeyId"),
            (LOG_GROUP, "kmsKeyId"),
            (DYNAMODB_TABLE, "serverSideEncryption"),
            (CACHE_REPLICATION_GROUP, "kmsKeyId"),
            (RDS_INSTANCE, "kmsKeyId"),
            (SECRET, "kmsKeyId"),
            (SSM_PARAMETER, "keyId"),
        )
    },
    ("no-orphans", Link(METRIC_ALARM, "dimensions")): "an alarm is no use of what it watches",
    ("no-orphans", Link(SECRET_VERSION, "secretId")): "the version is no use of its secret, its reader is",
    ("cost-guard", Link(VPC_ENDPOINT, "subnetIds")): "sizes that are not known yet count nothing",
    ("cost-guard", Link(ECS_SERVICE, "taskDefinition")): "sizes that are not known yet count nothing",
    ("s3-managed-key-for-logs", Link(LOAD_BALANCER, "accessLogs")): "its connection logs go to the bucket as well",
    ("no-rule-management-conflict", Link(SECURITY_GROUP_INGRESS, "securityGroupId")): "the group has no inline rule",
    ("no-rule-management-conflict", Link(SECURITY_GROUP_EGRESS, "securityGroupId")): "the group has no inline rule",
    (
        "sg-open-only-at-load-balancer",
        Link(SECURITY_GROUP_INGRESS, "securityGroupId"),
    ): "the group of the load balancer may be open",
    ("cde-segmentation", Link(SUBNET, "vpcId")): "the subnet is tagged itself",
    ("vpc-endpoint-policy", Link(VPC_ENDPOINT_POLICY, "vpcEndpointId")): "the policy is narrow whatever it is for",
}
"""Verdicts of compliance that rest on something else as well, with the reason."""
