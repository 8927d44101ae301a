"""Answers a function call: checks the arguments, finds who answers, brings the answer to the declared result."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from sandbox.aws.check import check_arguments
from sandbox.aws.invokes.absent import absent
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Answer, Call, FunctionTable, NotSupported
from sandbox.aws.invokes.lookup import look_up
from sandbox.aws.invokes.shape import conform, unknown_result
from sandbox.aws.model import AwsError
from sandbox.schema.model import FunctionType
from sandbox.values import Properties, holds_unknown, reveal_all

SERVICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "account": ("places",),
        "acm": ("applications",),
        "apprunner": ("accounts_of_aws",),
        "cloudformation": ("applications",),
        "cloudfront": ("accounts_of_aws",),
        "cloudtrail": ("accounts_of_aws",),
        "cloudwatch": ("documents",),
        "codeartifact": ("credentials",),
        "docdb": ("databases",),
        "ebs": ("keys",),
        "ec2": ("images", "network", "instance_types"),
        "ecr": ("containers", "documents"),
        "ecrpublic": ("containers",),
        "ecs": ("containers", "applications"),
        "eks": ("containers",),
        "elasticache": ("reservations",),
        "elasticbeanstalk": ("accounts_of_aws", "offers"),
        "elb": ("accounts_of_aws",),
        "iam": ("policy_document", "iam"),
        "identitystore": ("organizations",),
        "index": ("places", "identity", "partitions"),
        "iot": ("offers",),
        "ivs": ("credentials",),
        "kms": ("keys",),
        "lambda": ("applications",),
        "lb": ("accounts_of_aws",),
        "mq": ("offers",),
        "msk": ("offers",),
        "neptune": ("databases",),
        "networkmanager": ("core_network",),
        "organizations": ("organizations",),
        "rds": ("databases", "reservations"),
        "redshift": ("credentials",),
        "redshiftserverless": ("credentials",),
        "resourcegroupstaggingapi": ("applications",),
        "route53": ("route53", "documents"),
        "s3": ("accounts_of_aws",),
        "sagemaker": ("offers",),
        "secretsmanager": ("secrets",),
        "ssm": ("parameters",),
        "ssoadmin": ("organizations",),
        "synthetics": ("offers",),
        "workspaces": ("offers",),
    }
)
"""The modules of this package that answer the functions of an SDK module, imported when first asked."""

SECRET_RESULTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "aws:apigateway/getKey:getKey": frozenset({"value"}),
        "aws:codeartifact/getAuthorizationToken:getAuthorizationToken": frozenset({"authorizationToken"}),
        "aws:cognito/getUserPoolClient:getUserPoolClient": frozenset({"clientSecret"}),
        "aws:dms/getEndpoint:getEndpoint": frozenset({"password"}),
        "aws:ecr/getAuthorizationToken:getAuthorizationToken": frozenset({"authorizationToken", "password"}),
        "aws:ecr/getCredentials:getCredentials": frozenset({"authorizationToken"}),
        "aws:ecrpublic/getAuthorizationToken:getAuthorizationToken": frozenset({"authorizationToken", "password"}),
        "aws:eks/getClusterAuth:getClusterAuth": frozenset({"token"}),
        "aws:elasticache/getUser:getUser": frozenset({"passwords"}),
        "aws:glue/getConnection:getConnection": frozenset({"connectionProperties"}),
        "aws:ivs/getStreamKey:getStreamKey": frozenset({"value"}),
        "aws:kms/getCipherText:getCipherText": frozenset({"plaintext"}),
        "aws:kms/getSecrets:getSecrets": frozenset({"plaintext"}),
        "aws:redshift/getClusterCredentials:getClusterCredentials": frozenset({"dbPassword"}),
        "aws:redshiftserverless/getCredentials:getCredentials": frozenset({"dbPassword"}),
        "aws:secretsmanager/getRandomPassword:getRandomPassword": frozenset({"randomPassword"}),
        "aws:secretsmanager/getSecretVersion:getSecretVersion": frozenset({"secretString", "secretBinary"}),
        "aws:ssm/getParameter:getParameter": frozenset({"value"}),
        "aws:ssm/getParametersByPath:getParametersByPath": frozenset({"values"}),
    }
)
"""The results that are secret, by function token; whoever passes them on must mark them."""


def invoke(token: str, arguments: Properties, call: Call) -> Properties:
    """The result of a function of the AWS SDK, as its data source gives it.

    Raises `AwsError` when AWS or the real provider would refuse (wrong arguments included) and `NotSupported` for
    what the sandbox cannot answer. Results are complete and of their declared types, and in the clear: those that
    `SECRET_RESULTS` names must be marked secret. When an argument is unknown, the whole result is.
    """
    function = call.index.function(token)
    if function is None:
        raise NotSupported(f"The AWS SDK has no function {token}: check its name and the version of pulumi-aws.")
    if any(holds_unknown(value) for value in arguments.values()):
        return unknown_result(function)
    checked = _checked(reveal_all(arguments), function, call)
    region = checked.get("region")
    call = call.in_region(region) if isinstance(region, str) and region else call
    found = _found(Arguments(token, checked), function, call)
    defaults: Properties = {"id": call.place.region, "region": call.place.region}
    return conform(defaults | found, checked, function, call.index)


def _checked(arguments: Properties, function: FunctionType, call: Call) -> Properties:
    checked, failures = check_arguments(function, arguments, call.index)
    if failures:
        reasons = "; ".join(failure.reason for failure in failures)
        raise AwsError("InvalidArgument", reasons, failures[0].path)
    return {name: value for name, value in checked.items() if value is not None}


def _found(given: Arguments, function: FunctionType, call: Call) -> Properties:
    answer = answer_of(given.token)
    if answer is not None:
        return answer(given, call)
    nothing = absent(given, function, call)
    return look_up(given, function, call) if nothing is None else nothing


def answer_of(token: str) -> Answer | None:
    """Who answers a token; None where only the generic look-up does."""
    service = token.partition(":")[2].partition("/")[0]
    for name in SERVICES.get(service, ()):
        module = import_module(f"sandbox.aws.invokes.{name}")
        table: FunctionTable = module.FUNCTIONS
        answer = table.get(token)
        if answer is not None:
            return answer
    return None
