"""`aws.networkmanager.get_core_network_policy_document`: a Cloud WAN core network policy.

Its keys are the arguments' in kebab case, in the order of the service's documentation; sets are sorted in reverse.
"""

import re
from binascii import crc32
from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.policy_document import go_json
from sandbox.aws.model import AwsError
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_SECTIONS = (
    ("segments", "segments"),
    ("routing-policies", "routingPolicies"),
    ("network-function-groups", "networkFunctionGroups"),
    ("segment-actions", "segmentActions"),
    ("attachment-policies", "attachmentPolicies"),
    ("attachment-routing-policy-rules", "attachmentRoutingPolicyRules"),
)
_ORDER = (
    "action",
    "rule-number",
    "name",
    "routing-policy-name",
    "location",
    "type",
    "operator",
    "key",
    "value",
    "segment",
    "mode",
    "association-method",
    "share-with",
    "destination-cidr-blocks",
    "destinations",
    "description",
    "condition-logic",
    "conditions",
    "routing-policy-description",
    "routing-policy-direction",
    "routing-policy-number",
    "routing-policy-rules",
    "asn",
    "asn-ranges",
    "inside-cidr-blocks",
    "vpn-ecmp-support",
    "edge-locations",
    "dns-support",
    "security-group-referencing-support",
    "isolate-attachments",
    "require-attachment-acceptance",
    "deny-filter",
    "allow-filter",
    "when-sent-to",
    "via",
    "edge-location-association",
)
_DEFAULTS: Mapping[str, Properties] = MappingProxyType(
    {
        "configuration": {"vpn-ecmp-support": True, "dns-support": True, "security-group-referencing-support": False},
        "segments": {"isolate-attachments": False, "require-attachment-acceptance": True},
    }
)
_NUMERIC_CONDITIONS = frozenset({"asn-in-as-path", "med-equals"})
# Plurals that the SDK made of singular names.
_SINGULAR = MappingProxyType({"share-withs": "share-with", "share-with-excepts": "share-with-except"})


@FUNCTIONS.answers("aws:networkmanager/getCoreNetworkPolicyDocument:getCoreNetworkPolicyDocument")
def core_network_policy(arguments: Arguments, call: Call) -> Properties:
    """The policy as JSON; its id is the CRC-32 of the text."""
    configurations = arguments.objects("coreNetworkConfigurations")
    _refuse_incomplete(arguments, configurations)
    version = arguments.text("version", "2021.12")
    settings = _kebab(configurations[0])
    document: Properties = {
        "version": version,
        "core-network-configuration": _ordered(
            _DEFAULTS["configuration"] | (settings if isinstance(settings, dict) else {})
        ),
    }
    for key, name in _SECTIONS:
        rows = [_row(key, item) for item in arguments.objects(name)]
        if rows:
            document[key] = list(rows)
    text = go_json(document, indent=2)
    return {"id": str(crc32(text.encode())), "json": text, "version": version}


def _refuse_incomplete(arguments: Arguments, configurations: list[Properties]) -> None:
    if len(configurations) != 1:
        raise AwsError(
            "InvalidArgument",
            f"A core network policy has exactly one coreNetworkConfigurations entry, not {len(configurations)}.",
            "coreNetworkConfigurations",
        )
    if not arguments.objects("segments"):
        raise AwsError("MissingArgument", "A core network policy needs at least one entry in segments.", "segments")
    numbers = [item.get("ruleNumber") for item in arguments.objects("attachmentPolicies")]
    twice = [number for number in numbers if numbers.count(number) > 1]
    if twice:
        raise AwsError(
            "InvalidArgument",
            f"duplicate Rule Number ({twice[0]}). Remove the Rule Number or ensure the Rule Number is unique.",
            "attachmentPolicies",
        )
    for position, item in enumerate(arguments.objects("segmentActions")):
        shares = [name for name in ("shareWiths", "shareWithExcepts") if item.get(name)]
        if item.get("action") == "share" and len(shares) != 1:
            raise AwsError(
                "InvalidArgument",
                f'segmentActions[{position}] must have exactly one of "shareWiths" and "shareWithExcepts".',
                f"segmentActions[{position}]",
            )


def _row(section: str, item: Properties) -> Properties:
    row = _kebab(item)
    merged = _DEFAULTS.get(section, {}) | (row if isinstance(row, dict) else {})
    excepted = merged.pop("share-with-except", None)
    if excepted:
        merged["share-with"] = {"except": excepted}
    if merged.get("share-with") == ["*"]:
        merged["share-with"] = "*"
    return _ordered(merged)


def _kebab(value: Value) -> Value:
    if isinstance(value, dict):
        renamed = {re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", key).lower(): item for key, item in value.items()}
        condition = renamed.get("type") in _NUMERIC_CONDITIONS
        return _ordered(
            {
                _SINGULAR.get(key, key): _number(item)
                if key in ("asn",) or (condition and key == "value")
                else _kebab(item)
                for key, item in renamed.items()
                if item not in (None, "", [])
            }
        )
    if isinstance(value, list):
        texts = [item for item in value if isinstance(item, str)]
        return [*sorted(set(texts), reverse=True)] if len(texts) == len(value) else [_kebab(item) for item in value]
    return value


def _number(value: Value) -> Value:
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _ordered(row: Properties) -> Properties:
    places = {key: place for place, key in enumerate(_ORDER)}
    return dict(sorted(row.items(), key=lambda pair: places.get(pair[0], len(places))))
