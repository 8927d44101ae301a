"""The rules of single resource types, gathered from the files of this folder."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from sandbox.aws.computed import (
    acm,
    analytics,
    apigateway,
    apigatewayv2,
    caches,
    cloudfront,
    cognito,
    delivery,
    discovery,
    dynamodb,
    ec2_connectivity,
    ec2_instances,
    ec2_network,
    ec2_security,
    ec2_templates,
    ec2_volumes,
    ecs,
    eks,
    elb,
    file_systems,
    governance,
    iam,
    lambda_,
    mail,
    messaging,
    observability,
    rds,
    rds_clusters,
    rds_parts,
    route53,
    s3,
    scaling,
    secrets_and_keys,
    streaming,
    systems_manager,
    wafv2,
)
from sandbox.aws.computed.computation import Computation

_MODULES: Final[tuple[ModuleType, ...]] = (
    acm,
    analytics,
    apigateway,
    apigatewayv2,
    caches,
    cloudfront,
    cognito,
    delivery,
    discovery,
    dynamodb,
    ec2_connectivity,
    ec2_instances,
    ec2_network,
    ec2_security,
    ec2_templates,
    ec2_volumes,
    ecs,
    eks,
    elb,
    file_systems,
    governance,
    iam,
    lambda_,
    mail,
    messaging,
    observability,
    rds,
    rds_clusters,
    rds_parts,
    route53,
    s3,
    scaling,
    secrets_and_keys,
    streaming,
    systems_manager,
    wafv2,
)


def _gathered() -> Mapping[str, Computation]:
    found = [value for module in _MODULES for value in vars(module).values() if isinstance(value, Computation)]
    return MappingProxyType({token: computation for computation in found for token in computation.tokens})


COMPUTATIONS: Final[Mapping[str, Computation]] = _gathered()
"""The computation of a type by its token."""
