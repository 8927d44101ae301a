"""The rules of single resource types, gathered from the files of this folder."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from sandbox.aws.computed.computation import Computation

_MODULES: Final = (
    "acm",
    "analytics",
    "apigateway",
    "apigatewayv2",
    "caches",
    "cloudfront",
    "cognito",
    "delivery",
    "discovery",
    "dynamodb",
    "ec2_connectivity",
    "ec2_instances",
    "ec2_network",
    "ec2_security",
    "ec2_templates",
    "ec2_volumes",
    "ecs",
    "eks",
    "elb",
    "file_systems",
    "governance",
    "iam",
    "lambda_",
    "mail",
    "messaging",
    "observability",
    "rds",
    "rds_clusters",
    "rds_parts",
    "route53",
    "s3",
    "scaling",
    "secrets_and_keys",
    "streaming",
    "systems_manager",
    "wafv2",
)
"""The modules that hold computations."""


def _gathered() -> Mapping[str, Computation]:
    modules = [import_module(f"sandbox.aws.computed.{name}") for name in _MODULES]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Computation)]
    return MappingProxyType({token: computation for computation in found for token in computation.tokens})


COMPUTATIONS: Final[Mapping[str, Computation]] = _gathered()
"""The computation of a type by its token."""
