"""Defaults that the provider itself sends, where neither AWS nor the SDK's documentation states one in full.

https://github.com/pulumi/pulumi-aws/blob/master/provider/resource_overrides.go (managedByPulumi)
"""

from collections.abc import Mapping
from typing import Final

from sandbox.schema import ResourceType
from sandbox.values import Properties, Value

MANAGED_BY_PULUMI: Final = "Managed by Pulumi"
_PARAMETER_GROUP: Final = "aws:rds/parameterGroup:ParameterGroup"

_DESCRIBED: Final[Mapping[str, str]] = {
    "aws:apigateway/apiKey:ApiKey": "description",
    "aws:appsync/apiKey:ApiKey": "description",
    "aws:docdb/subnetGroup:SubnetGroup": "description",
    "aws:ec2/securityGroup:SecurityGroup": "description",
    "aws:elasticache/parameterGroup:ParameterGroup": "description",
    "aws:elasticache/subnetGroup:SubnetGroup": "description",
    "aws:mediapackage/channel:Channel": "description",
    "aws:neptune/subnetGroup:SubnetGroup": "description",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": "description",
    "aws:rds/optionGroup:OptionGroup": "optionGroupDescription",
    _PARAMETER_GROUP: "description",
    "aws:rds/subnetGroup:SubnetGroup": "description",
    "aws:redshift/parameterGroup:ParameterGroup": "description",
    "aws:redshift/subnetGroup:SubnetGroup": "description",
    "aws:route53/zone:Zone": "comment",
}


def provider_defaults(resource: ResourceType, inputs: Properties) -> Properties:
    """The properties that the provider adds to these inputs of the type: descriptions that AWS requires or shows."""
    name = _DESCRIBED.get(resource.token)
    return {} if name is None or name in inputs else {name: MANAGED_BY_PULUMI}


def with_nested_defaults(resource: ResourceType, inputs: Properties) -> Properties:
    """The inputs with the provider's defaults inside nested objects: a database parameter applies `immediate`ly."""
    parameters = inputs.get("parameters")
    if resource.token != _PARAMETER_GROUP or not isinstance(parameters, list):
        return inputs
    return {**inputs, "parameters": [_applied(parameter) for parameter in parameters]}


def _applied(parameter: Value) -> Value:
    return {"applyMethod": "immediate", **parameter} if isinstance(parameter, dict) else parameter


def described_properties() -> Mapping[str, str]:
    """The property by type token that the provider describes as managed by Pulumi."""
    return _DESCRIBED
