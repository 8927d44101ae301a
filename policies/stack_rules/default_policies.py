"""Stack rules about resources that get a wide policy from AWS unless they, or a resource of its own, bring one."""

from policies.documents.conditions import no_statement
from policies.documents.document import EVERYTHING, Document, Statement, document_of
from policies.documents.public_access import is_about_everybody
from policies.documents.three_valued import Truth, all_of, any_of
from policies.properties import UNKNOWN, Properties
from policies.resource_types import KEY_POLICY, KMS_KEY, VPC_ENDPOINT, VPC_ENDPOINT_POLICY
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_GATEWAY = "Gateway"


@stack_rule("kms-policy-defined", about=(KMS_KEY,))
def says_who_may_use_the_key(key: StackResource, stack: Stack) -> Verdict:
    """AWS's own key policy leaves it to the account's IAM policies; after an update it is among the key's outputs."""
    document = document_of(key.properties, "policy")
    if document is not None and not (isinstance(document, Document) and _is_the_default(document)):
        return COMPLIANT
    separate = stack.leading_to(key, KEY_POLICY, "keyId")
    if separate.targets:
        return COMPLIANT
    if separate.undetermined:
        return Undetermined("keyId of the key policies")
    return Violation("it has no policy but the one that AWS gives every key")


@stack_rule("vpc-endpoint-policy", about=(VPC_ENDPOINT,))
def limits_what_passes(endpoint: StackResource, stack: Stack) -> Verdict:
    """Only gateway endpoints are meant: they cost nothing, stand in every VPC and lead to S3 and DynamoDB."""
    kind = endpoint.properties.text("vpcEndpointType")
    if kind is UNKNOWN:
        return Undetermined("vpcEndpointType")
    if kind not in (None, _GATEWAY):
        return NotApplicable("it is no gateway endpoint")
    separate = stack.leading_to(endpoint, VPC_ENDPOINT_POLICY, "vpcEndpointId")
    if separate.targets:
        return NotApplicable("its policy is a resource of its own")
    if separate.undetermined:
        return Undetermined("vpcEndpointId of the endpoint policies")
    missing = Violation("policy is not set, which means everything for everybody")
    return _judged(endpoint.properties, missing)


@stack_rule("vpc-endpoint-policy", about=(VPC_ENDPOINT_POLICY,))
def limits_what_passes_through_its_endpoint(policy: StackResource, stack: Stack) -> Verdict:
    endpoint = stack.linked(policy, "vpcEndpointId", VPC_ENDPOINT)
    if any(found.properties.text("vpcEndpointType") not in (None, _GATEWAY) for found in endpoint.targets):
        return NotApplicable("its endpoint is no gateway endpoint")
    return _judged(policy.properties, Violation("policy is not set, which means everything for everybody"))


def _judged(carrier: Properties, missing: Violation) -> Verdict:
    return no_statement(carrier, "policy", _lets_everything_pass, absent=missing)


def _lets_everything_pass(statement: Statement, document: Document) -> str | Truth:
    """Everybody may do everything to everything; any condition is a limit."""
    conditions: Truth = UNKNOWN if statement.conditions is UNKNOWN else not statement.conditions
    actions = any_of(UNKNOWN if action is UNKNOWN else _is_every_action(action) for action in statement.actions or ())
    everybody = is_about_everybody(statement)
    found = all_of((statement.allows, everybody, actions, statement.is_about_everything, conditions))
    return "lets everybody do everything to everything" if found is True else found


def _is_every_action(action: str) -> bool:
    """Whether an action is `*` or `s3:*`."""
    service, colon, name = action.partition(":")
    return name == EVERYTHING if colon else service == EVERYTHING


def _is_the_default(document: Document) -> bool:
    """https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"""
    if len(document.statements) != 1 or not document.known:
        return False
    (statement,) = document.known
    names = [principal.value for principal in statement.principals or ()]
    return (
        statement.allows is True
        and statement.actions == ("kms:*",)
        and len(names) == 1
        and isinstance(names[0], str)
        and names[0].endswith(":root")
        and statement.conditions == ()
    )
