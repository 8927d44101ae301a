"""`vpcEndpointSpecs`: which kind each entry is, and what that asks of the VPC."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from sandbox.awsx.arguments import VpcArguments
from sandbox.awsx.input_error import InputError
from sandbox.awsx.inputs import PlainInputs

PASSED_ON = (
    "autoAccept",
    "dnsOptions",
    "ipAddressType",
    "policy",
    "privateDnsEnabled",
    "region",
    "resourceConfigurationArn",
    "routeTableIds",
    "securityGroupIds",
    "serviceName",
    "serviceNetworkArn",
    "serviceRegion",
    "subnetConfigurations",
    "subnetIds",
    "tags",
    "vpcEndpointType",
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An entry: its inputs, the service it leads to and its kind in lower case, None when an output decides it."""

    inputs: PlainInputs
    service: str
    kind: str | None


def read_endpoints(arguments: VpcArguments) -> list[Endpoint]:
    """The entries of `vpcEndpointSpecs`."""
    return [_endpoint(inputs, arguments.endpoint_strategy) for inputs in arguments.endpoint_inputs]


def _endpoint(inputs: PlainInputs, strategy: str) -> Endpoint:
    service = inputs.require("serviceName", inputs.text("serviceName"))
    given = inputs.given("vpcEndpointType")
    if given is None:
        return Endpoint(inputs, service, "gateway")
    if inputs.is_plain("vpcEndpointType"):
        return Endpoint(inputs, service, inputs.require("vpcEndpointType", inputs.text("vpcEndpointType")).lower())
    if strategy == "Auto":
        raise InputError(
            f"{inputs.path('vpcEndpointType')} is an output; vpcEndpointStrategy 'Auto' needs it as plain text (or "
            "left out for a gateway endpoint). Use vpcEndpointStrategy 'Legacy' for a type that is known only later."
        )
    return Endpoint(inputs, service, None)


def dns_attributes(arguments: VpcArguments, endpoints: Sequence[Endpoint]) -> "dict[str, pulumi.Input[object] | None]":
    """`enableDnsHostnames` and `enableDnsSupport`, switched on where Auto makes private DNS names."""
    names = ("enableDnsHostnames", "enableDnsSupport")
    given = {name: arguments.inputs.given(name) for name in names}
    if arguments.endpoint_strategy != "Auto" or not any(_has_private_names(endpoint) for endpoint in endpoints):
        return given
    for name in names:
        if given[name] is False:
            raise InputError(
                f"{name} is false, but interface endpoints with private DNS names need it; set it to true or the "
                "endpoints' privateDnsEnabled to false."
            )
    return {name: True if value is None else value for name, value in given.items()}


def _has_private_names(endpoint: Endpoint) -> bool:
    given = endpoint.inputs.given("privateDnsEnabled")
    return endpoint.kind == "interface" and (given is None or given is True)
