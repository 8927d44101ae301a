"""What no shipped stack has: small sound stacks, each broken."""

import json

from policies.resource_types import (
    AWS_PROVIDER,
    BUCKET,
    BUCKET_POLICY,
    FUNCTION,
    FUNCTION_INVOKE_CONFIG,
    GUARDDUTY_DETECTOR,
    HOSTED_ZONE,
    LOAD_BALANCER,
    LOG_GROUP,
    METRIC_ALARM,
    METRIC_FILTER,
    NETWORK_ACL,
    NETWORK_ACL_RULE,
    QUEUE,
    SECRET,
    SECRET_ROTATION,
    SUBNET,
    TRAIL,
    VPC_ENDPOINT,
    VPC_ENDPOINT_POLICY,
    WEB_ACL,
    WEB_ACL_RULE,
    ZONE_SIGNING,
    ZONE_SIGNING_KEY,
)
from policies.stack_rules.cis_alarms import EVENTS
from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import given, without
from tests.policies.stack_mutations.deployed import DeployedStack, Named, small_stack
from tests.policies.stacks import pointing

_ACCOUNT, _STRANGER = "111111111111", "999999999999"


def _named(resource: Resource) -> Named:
    return Named(resource.type, resource.name)


def _bucket_policy(account: str) -> str:
    principal = {"AWS": f"arn:aws:iam::{account}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:PutBucketPolicy", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


_PROVIDER = Resource(AWS_PROVIDER, "pinned", {"allowedAccountIds": json.dumps([_ACCOUNT])})
_BUCKET = Resource(BUCKET, "files", {"bucket": "files"}, provider=_PROVIDER)
_POLICY = Resource(
    BUCKET_POLICY,
    "files",
    {"bucket": "files", "policy": _bucket_policy(_ACCOUNT)},
    {"bucket": [_BUCKET]},
    provider=_PROVIDER,
)

_ZONE = Resource(HOSTED_ZONE, "zone", {"name": "pay.example.com", "vpcs": []})
_SIGNING = pointing(ZONE_SIGNING, "signing", hostedZoneId=_ZONE)
_SIGNING_KEY = pointing(ZONE_SIGNING_KEY, "key", hostedZoneId=_ZONE)
_SIGNED_ZONE = small_stack(_ZONE, _SIGNING, _SIGNING_KEY)

_SUBNETS = tuple(Resource(SUBNET, f"public-{number}") for number in (1, 2))
_BALANCER = Resource(LOAD_BALANCER, "front", {"subnets": UNKNOWN_VALUE}, {"subnets": _SUBNETS})

_ACL = Resource(NETWORK_ACL, "acl", {"id": "acl-1"})


def _entry(name: str, number: int, action: str, port: int) -> Resource:
    entry: dict[str, Json] = {"networkAclId": "acl-1", "ruleNumber": number, "ruleAction": action, "protocol": "tcp"}
    ports: dict[str, Json] = {"fromPort": port, "toPort": port, "cidrBlock": "0.0.0.0/0", "egress": False}
    return Resource(NETWORK_ACL_RULE, name, {**entry, **ports}, {"networkAclId": [_ACL]})


_NO_SSH, _SSH, _WEB = (
    _entry("no-ssh", 100, "deny", 22),
    _entry("ssh", 200, "allow", 22),
    _entry("web", 300, "allow", 443),
)

_FIREWALL = Resource(WEB_ACL, "firewall", {"arn": "arn:aws:wafv2:ap-south-1:1:regional/webacl/firewall/1", "rules": []})


def _managed(name: str, group: str) -> Resource:
    statement: Json = {"managedRuleGroupStatement": {"name": group, "vendorName": "AWS"}}
    return pointing(WEB_ACL_RULE, name, {"statement": statement, "overrideAction": {"none": {}}}, webAclArn=_FIREWALL)


_CORE = _managed("core", "AWSManagedRulesCommonRuleSet")
_LOG4J = _managed("log4j", "AWSManagedRulesKnownBadInputsRuleSet")
_LIMIT = pointing(
    WEB_ACL_RULE,
    "limit",
    {"statement": {"rateBasedStatement": {"limit": 2000, "aggregateKeyType": "IP"}}, "action": {"block": {}}},
    webAclArn=_FIREWALL,
)
_FIREWALL_OF_PARTS = small_stack(_FIREWALL, _CORE, _LOG4J, _LIMIT)

_ENDPOINT = Resource(VPC_ENDPOINT, "s3", {"vpcEndpointType": "Gateway", "id": "vpce-1"})
_ENDPOINT_RIGHTS = pointing(
    VPC_ENDPOINT_POLICY,
    "s3",
    {
        "policy": json.dumps(
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}
        )
    },
    vpcEndpointId=_ENDPOINT,
)
_EVERYTHING = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})

_SECRET = Resource(SECRET, "password", {"name": "password", "id": "secret-1"})
_ROTATION = pointing(SECRET_ROTATION, "password", {"rotationEnabled": True}, secretId=_SECRET)
_ROTATED = small_stack(_SECRET, _ROTATION)

_EVENTS = Resource(LOG_GROUP, "events", {"arn": "arn:aws:logs:ap-south-1:1:log-group:events"})
_TRAIL = pointing(TRAIL, "trail", cloudWatchLogsGroupArn=_EVENTS)


def _told_of_every_event() -> DeployedStack:
    """A trail with a filter and an alarm for each recommendation of CIS."""
    told: list[Resource] = []
    for number, words in enumerate(EVENTS.values()):
        metric: Json = {"namespace": "CIS", "name": f"events-{number}", "value": "1"}
        looked_for: dict[str, Json] = {"pattern": " ".join(words), "metricTransformation": metric}
        told.append(pointing(METRIC_FILTER, f"{number}", looked_for, logGroupName=_EVENTS))
        watched: dict[str, Json] = {"namespace": "CIS", "metricName": f"events-{number}"}
        actions: dict[str, Json] = {"alarmActions": ["arn:aws:sns:ap-south-1:1:elsewhere"]}
        told.append(Resource(METRIC_ALARM, f"{number}", {**watched, **actions}))
    return small_stack(_EVENTS, _TRAIL, *told)


_TOLD = _told_of_every_event()

_DETECTOR = Resource(GUARDDUTY_DETECTOR, "detector", {"datasources": {"s3Logs": {"enable": True}}})
_DEAD_LETTERS = Resource(QUEUE, "dead-letters", {"arn": "arn:aws:sqs:ap-south-1:1:dead-letters"})
_FUNCTION = Resource(FUNCTION, "function", {"name": "function", "deadLetterConfig": {}})
_ON_FAILURE = pointing(
    FUNCTION_INVOKE_CONFIG,
    "function",
    {"destinationConfig": {"onFailure": {"destination": _DEAD_LETTERS.properties["arn"]}}},
    functionName=_FUNCTION,
)

CASES = (
    Case(
        "s3-policy-no-public",
        "a stranger may change the bucket's policy",
        given(_named(_POLICY), policy=_bucket_policy(_STRANGER)),
        (_named(_POLICY),),
        of=small_stack(_PROVIDER, _BUCKET, _POLICY),
    ),
    Case("route53-dnssec", "answers are not signed", without(_named(_SIGNING)), (_named(_ZONE),), of=_SIGNED_ZONE),
    Case(
        "route53-dnssec",
        "there is no key to sign with",
        without(_named(_SIGNING_KEY)),
        (_named(_ZONE),),
        of=_SIGNED_ZONE,
    ),
    Case(
        "route53-dnssec",
        "signing is switched off",
        given(_named(_SIGNING), signingStatus="NOT_SIGNING"),
        (_named(_ZONE),),
        of=_SIGNED_ZONE,
    ),
    Case(
        "alb-multi-az-subnets",
        "subnets that are not known yet come from one",
        without(_named(_SUBNETS[1])),
        (_named(_BALANCER),),
        of=small_stack(*_SUBNETS, _BALANCER),
        settles=True,
        also={"multi-az-subnets-real": "one subnet is in one zone"},
    ),
    Case(
        "nacl-no-open-admin-ports",
        "what kept SSH out is gone",
        without(_named(_NO_SSH)),
        (_named(_SSH),),
        of=small_stack(_ACL, _NO_SSH, _SSH, _WEB),
    ),
    Case(
        "nacl-no-open-admin-ports",
        "what keeps SSH out comes too late",
        given(_named(_NO_SSH), ruleNumber=250),
        (_named(_SSH),),
        of=small_stack(_ACL, _NO_SSH, _SSH, _WEB),
    ),
    Case(
        "waf-has-rules",
        "the core rules are left out",
        without(_named(_CORE), _named(_LOG4J)),
        (_named(_FIREWALL),),
        of=_FIREWALL_OF_PARTS,
        also={"waf-log4j-rule": "its rules are left out with them"},
    ),
    Case(
        "waf-log4j-rule",
        "the rules against Log4j only count",
        given(_named(_LOG4J), overrideAction={"count": {}}),
        (_named(_FIREWALL),),
        of=_FIREWALL_OF_PARTS,
        also={"waf-default-not-count": "the rule says so itself"},
    ),
    Case(
        "waf-rate-limit",
        "nothing limits the rate",
        without(_named(_LIMIT)),
        (_named(_FIREWALL),),
        of=_FIREWALL_OF_PARTS,
    ),
    Case(
        "vpc-endpoint-policy",
        "the policy beside the endpoint lets everything pass",
        given(_named(_ENDPOINT_RIGHTS), policy=_EVERYTHING),
        (_named(_ENDPOINT_RIGHTS),),
        of=small_stack(_ENDPOINT, _ENDPOINT_RIGHTS),
    ),
    Case(
        "secret-has-rotation", "nothing rotates the secret", without(_named(_ROTATION)), (_named(_SECRET),), of=_ROTATED
    ),
    Case(
        "secret-has-rotation",
        "the rotation is switched off",
        given(_named(_ROTATION), rotationEnabled=False),
        (_named(_SECRET),),
        of=_ROTATED,
    ),
    Case(
        "cis-log-metric-filters",
        "nobody is told of one kind of event",
        without(Named(METRIC_ALARM, "2")),
        (_named(_TRAIL),),
        of=_TOLD,
    ),
    Case(
        "cis-log-metric-filters",
        "a filter looks for something else",
        given(Named(METRIC_FILTER, "4"), pattern="ERROR"),
        (_named(_TRAIL),),
        of=_TOLD,
    ),
    Case(
        "guardduty-complete",
        "the older switch of the detector is off",
        given(_named(_DETECTOR), {"datasources.s3Logs.enable": False}),
        (_named(_DETECTOR),),
        of=small_stack(_DETECTOR),
    ),
    Case(
        "lambda-dlq",
        "what fails goes nowhere",
        without(_named(_ON_FAILURE)),
        (_named(_FUNCTION),),
        of=small_stack(_DEAD_LETTERS, _FUNCTION, _ON_FAILURE),
        also={"sqs-dlq": "the queue then takes nobody's dead letters"},
    ),
)
