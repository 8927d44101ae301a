"""Runs components against a monitor that records every registration instead of deploying it.

What is recorded are the inputs that the engine would get. It does not say whether AWS would take them; tests on the
engine do.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi.runtime
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs

from tests.components.transforms import Transforms

Properties = dict[str, Any]

ACCOUNT = "123456789012"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"
REGION = "ap-south-1"


@dataclass(frozen=True)
class Registration:
    """A resource as the program registered it."""

    type: str
    name: str
    inputs: Properties
    parent: str
    """URN of the parent."""
    urn: str
    protect: bool
    ignore_changes: tuple[str, ...]
    depends_on: tuple[str, ...]
    """URNs of all resources that come first."""
    provider: str


_SERVICES = {"aws:secretsmanager/secret:Secret": "secretsmanager"}
"""Services in the ARNs of types whose ARN a program or test looks at."""


NAT_GATEWAYS = tuple(f"urn:pulumi:dev::payments::{NAT_GATEWAY}::nat-{number}" for number in (1, 2))
"""URNs of the gateways that a VPC of awsx hands on as resources."""


def _reference(urn: str) -> Properties:
    """A resource in the outputs of another one."""
    return {rpc._special_sig_key: rpc._special_resource_sig, "urn": urn, "id": urn.split("::")[-1]}


class _Cloud(pulumi.runtime.Mocks):
    """Gives each resource its inputs and the outputs that programs read."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str, Properties]:
        if args.typ == "awsx:ec2:Vpc":
            tiers = {"publicSubnetIds": "public", "privateSubnetIds": "app", "isolatedSubnetIds": "database"}
            ids = {key: [f"{tier}-1", f"{tier}-2"] for key, tier in tiers.items()}
            return args.name, {"vpcId": "vpc-1", "natGateways": [_reference(urn) for urn in NAT_GATEWAYS], **ids}
        computed = {
            "arn": f"arn:aws:{_SERVICES.get(args.typ, 'mock')}:{REGION}:{ACCOUNT}:{args.name}",
            "name": args.name,
            "keyId": f"id-of-{args.name}",
        }
        id = computed["arn"] if args.typ == "aws:secretsmanager/secret:Secret" else f"{args.name}-id"
        return id, {**computed, **self._special(args), **args.inputs}

    def call(self, args: MockCallArgs) -> tuple[Properties, list[tuple[str, str]]]:
        match args.token:
            case "aws:secretsmanager/getRandomPassword:getRandomPassword":
                return {"randomPassword": "x" * int(args.args["passwordLength"])}, []
            case "aws:secretsmanager/getSecretVersion:getSecretVersion":
                return {"secretString": f"stored in {args.args['secretId']}"}, []
            case "aws:ec2/getRouteTable:getRouteTable":
                return {"routeTableId": f"rtb-{args.args['subnetId']}"}, []
            case "aws:index/getCallerIdentity:getCallerIdentity":
                account = json.loads(pulumi.runtime.get_config_env().get("platform:account", "{}")).get("id", ACCOUNT)
                return {"accountId": account, "arn": f"arn:aws:iam::{account}:user/sandbox"}, []
        return {}, []

    def _special(self, args: MockResourceArgs) -> Properties:
        match args.typ:
            case "aws:rds/instance:Instance":
                secret = {"secretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds!db-1"}
                return {"address": "db.internal", "port": 5432, "masterUserSecrets": [secret]}
            case "aws:elasticache/replicationGroup:ReplicationGroup":
                hosts = {"primaryEndpointAddress": "master", "readerEndpointAddress": "replica"}
                hosts |= {"configurationEndpointAddress": "clustercfg"}
                return {**{key: f"{host}.cache.internal" for key, host in hosts.items()}, "memberClusters": ["node-1"]}
            case "aws:lb/loadBalancer:LoadBalancer":
                return {"dnsName": "alb.example.com", "zoneId": "Z1", "arnSuffix": "app/alb/1"}
            case "aws:lb/targetGroup:TargetGroup":
                return {"arnSuffix": f"targetgroup/{args.name}/1"}
            case "aws:acm/certificate:Certificate":
                record = {"resourceRecordName": "_a.x", "resourceRecordType": "CNAME", "resourceRecordValue": "_b.y"}
                names = [args.inputs["domainName"], *args.inputs.get("subjectAlternativeNames", [])]
                return {"domainValidationOptions": [{"domainName": name, **record} for name in reversed(names)]}
            case "aws:s3/bucket:Bucket":
                return {"bucket": args.name, "bucketRegionalDomainName": f"{args.name}.s3.{REGION}.amazonaws.com"}
            case "aws:ec2/vpcEndpoint:VpcEndpoint":
                return {"dnsEntries": [{"dnsName": f"{args.name}.vpce.amazonaws.com", "hostedZoneId": "Z2"}]}
            case "aws:ecr/repository:Repository":
                host = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
                return {"repositoryUrl": f"{host}/{args.inputs['name']}"}
            case "aws:route53/record:Record":
                return {"fqdn": "_a.x"}
            case "aws:organizations/organization:Organization":
                return {"roots": [{"id": "r-root"}]}
        return {}


class Recorder(MockMonitor):
    """The recorded registrations, in order."""

    def __init__(self) -> None:
        super().__init__(_Cloud())
        for urn in NAT_GATEWAYS:
            self.resources[urn] = self.ResourceRegistration(urn, urn.split("::")[-1], {})
        self.registrations: list[Registration] = []
        self.transforms = Transforms()
        self._lock = threading.Lock()

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802, ANN401  (the monitor's own interface)
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]
        if request.type != "pulumi:pulumi:Stack":
            self.transforms.remember(response.urn, request.parent, [item.token for item in request.transforms])
            inputs = pulumi.runtime.rpc.deserialize_properties(request.object, keep_unknowns=True)
            registration = Registration(
                request.type,
                request.name,
                self.transforms.applied(response.urn, request.type, request.name, inputs),
                request.parent,
                response.urn,
                bool(request.protect),
                tuple(request.ignoreChanges),
                tuple(request.dependencies),
                request.provider,
            )
            with self._lock:
                self.registrations.append(registration)
        return response

    def all(self, type_token: str) -> list[Registration]:
        """Every resource of a type."""
        return [registration for registration in self.registrations if registration.type == type_token]

    def only(self, type_token: str, name: str = "") -> Registration:
        """The one resource of a type, or of a type and a logical name."""
        found = [item for item in self.all(type_token) if name in ("", item.name)]
        assert len(found) == 1, f"{len(found)} resources of type {type_token} {name}"
        return found[0]


def record(
    program: Callable[[], object], stack: str = "dev", preview: bool = False, recorder: Recorder | None = None
) -> Recorder:
    """Run a program to its end, outstanding registrations included, and return what it registered.

    Give a recorder of your own to see what was registered by a program that fails.
    """
    asyncio.set_event_loop(asyncio.new_event_loop())
    recorder = recorder or Recorder()
    pulumi.runtime.set_mocks(recorder.mocks, project="payments", stack=stack, preview=preview, monitor=recorder)
    recorder.transforms.take_part()
    pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]
    return recorder
