"""Rules for AWS Lambda functions."""

from policies.conditions import must_be_one_of, must_be_set, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.readings.environment_variables import judge_map
from policies.resource_types import FUNCTION, KMS_KEYS
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, scoped

_VARIABLES = "environment.variables"
_NO_LIMIT = -1


def _is_an_image(function: Properties) -> NotApplicable | Undetermined | None:
    """Scope: a container image brings its own runtime, and its registry vouches for it."""
    package = function.text("packageType")
    if package is UNKNOWN:
        return Undetermined(function.where("packageType"))
    if package == "Image" or (package is None and function.get("imageUri") is not None):
        return NotApplicable("it is a container image")
    return None


@rule_in_context("lambda-supported-runtime", applies_to=(FUNCTION,))
def runs_on_a_supported_runtime(function: Properties, context: Context) -> Verdict:
    runtime = function.text("runtime")
    if runtime is UNKNOWN:
        return scoped(Undetermined(function.where("runtime")), _is_an_image(function))
    supported = runtime not in context.texts("deprecated")
    return scoped(COMPLIANT if supported else Violation(function.describe("runtime")), _is_an_image(function))


@rule_in_context("lambda-no-secrets-in-env", applies_to=(FUNCTION,))
def carries_no_credentials(function: Properties, context: Context) -> Verdict:
    return judge_map(function, _VARIABLES, context.texts("allowedNames"))


@rule("lambda-env-cmk", applies_to=(FUNCTION,), known_from=KMS_KEYS)
def encrypts_its_variables_under_own_key(function: Properties) -> Verdict:
    return scoped(must_use_customer_key(function, "kmsKeyArn"), _has_no_variables(function))


def _has_no_variables(function: Properties) -> NotApplicable | Undetermined | None:
    variables = function.mapping(_VARIABLES)
    if variables is UNKNOWN:
        return Undetermined(function.where(_VARIABLES))
    return None if variables else NotApplicable("it has no environment variables")


@rule_in_context("lambda-in-vpc", applies_to=(FUNCTION,))
def runs_in_the_vpc(function: Properties, context: Context) -> Verdict:
    minimum = int(context.number("minimumSubnets"))
    subnets = function.texts("vpcConfig.subnetIds")
    if subnets is UNKNOWN:
        return Undetermined(function.where("vpcConfig.subnetIds"))
    if len(subnets) >= minimum:
        return COMPLIANT
    return Violation(f"vpcConfig.subnetIds has {len(subnets)} subnets, the minimum is {minimum}")


@rule("lambda-concurrency", applies_to=(FUNCTION,))
def reserves_its_concurrency(function: Properties) -> Verdict:
    reserved = function.number("reservedConcurrentExecutions")
    if reserved is UNKNOWN:
        return Undetermined(function.where("reservedConcurrentExecutions"))
    if reserved is None or reserved == _NO_LIMIT:
        return Violation(function.describe("reservedConcurrentExecutions", absent="no limit"))
    return COMPLIANT


@rule("lambda-tracing", applies_to=(FUNCTION,))
def is_traced(function: Properties) -> Verdict:
    return must_be_one_of(function, "tracingConfig.mode", ("Active",), absent="PassThrough")


@rule("lambda-code-signing", applies_to=(FUNCTION,))
def runs_signed_code_only(function: Properties) -> Verdict:
    return scoped(must_be_set(function, "codeSigningConfigArn"), _is_an_image(function))
