"""Lambda, CloudFormation exports and certificates: look-ups with rules of their own."""

import json
from collections.abc import Mapping

from sandbox.aws.account.identities import CREATED
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable, NotSupported
from sandbox.aws.invokes.inventory import existing, names_of, tags_of, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_FUNCTION = "aws:lambda/function:Function"
_LAYER = "aws:lambda/layerVersion:LayerVersion"
_CERTIFICATE = "aws:acm/certificate:Certificate"


@FUNCTIONS.answers("aws:lambda/getFunction:getFunction")
def function(arguments: Arguments, call: Call) -> Properties:
    """A function by name or ARN; with a qualifier its ARNs carry it."""
    wanted = arguments.text("functionName")
    for item in existing(call, _FUNCTION):
        if wanted in names_of(item):
            return _function(item, arguments.text("qualifier"), call)
    raise AwsError(
        "ResourceNotFoundException",
        f"Function not found: {wanted}: deploy an {_FUNCTION} of that name first; `sandbox/cloud list` shows all.",
        "functionName",
    )


def _function(item: Deployed, qualifier: str, call: Call) -> Properties:
    arn = text(item, "arn")
    qualified = f"{arn}:{qualifier or '$LATEST'}"
    head = f"arn:{call.place.partition}:apigateway:{call.place.region}:lambda:path/2015-03-31/functions/"
    return {
        **item.properties,
        "id": text(item, "name") or item.id,
        "functionName": text(item, "name"),
        "qualifiedArn": qualified,
        "invokeArn": f"{head}{arn}/invocations",
        "qualifiedInvokeArn": f"{head}{qualified}/invocations",
        "tags": dict(tags_of(item)),
        "version": qualifier if qualifier.isdigit() else text(item, "version", "$LATEST"),
    }


@FUNCTIONS.answers("aws:lambda/getLayerVersion:getLayerVersion")
def layer_version(arguments: Arguments, call: Call) -> Properties:
    """A layer's version: the given one, else its newest."""
    name, wanted = arguments.text("layerName"), str(arguments.integer("version", 0) or "")
    arn = arguments.text("layerVersionArn")
    found = [
        item
        for item in existing(call, _LAYER)
        if (arn in names_of(item) if arn else name in (text(item, "layerName"), text(item, "layerArn")))
        and (not wanted or str(item.properties.get("version")) == wanted)
    ]
    if not found:
        raise AwsError(
            "ResourceNotFoundException",
            f"no Lambda Layer Version found for {arn or name} {wanted}: deploy an {_LAYER} of that name first.",
            "layerName",
        )
    newest = found[-1]
    return {
        "createdDate": CREATED,
        **newest.properties,
        "id": text(newest, "arn"),
        "layerVersionArn": text(newest, "arn"),
    }


@FUNCTIONS.answers("aws:lambda/getInvocation:getInvocation", "aws:ecs/getTaskExecution:getTaskExecution")
def execution(arguments: Arguments, call: Call) -> Properties:
    """Refuses: the sandbox runs no code."""
    raise NotSupported(
        f"The sandbox cannot answer {arguments.token}: it deploys functions and tasks but does not run their code. "
        "Make the call conditional, or give its result in the stack's configuration."
    )


@FUNCTIONS.answers("aws:cloudformation/getExport:getExport")
def stack_export(arguments: Arguments, call: Call) -> Properties:
    """An export of a deployed CloudFormation stack whose template is JSON and gives it a literal value."""
    name = arguments.text("name")
    for stack in existing(call, "aws:cloudformation/stack:Stack"):
        exports = _exports(stack)
        if name in exports:
            return {
                "id": f"cloudformation-exports-{call.place.region}-{name}",
                "exportingStackId": stack.id,
                "value": exports[name],
            }
    raise AwsError(
        "NotFound",
        f"no CloudFormation Export with name {name} found: deploy a stack that exports it first.",
        "name",
    )


def _exports(stack: Deployed) -> Mapping[str, str]:
    try:
        template = json.loads(text(stack, "templateBody", "{}"))
    except ValueError:
        return {}
    outputs = template.get("Outputs") if isinstance(template, dict) else None
    found = {}
    for row in outputs.values() if isinstance(outputs, dict) else []:
        name = row.get("Export", {}).get("Name") if isinstance(row, dict) else None
        if isinstance(name, str) and isinstance(row.get("Value"), str | int):
            found[name] = str(row["Value"])
    return found


@FUNCTIONS.answers("aws:acm/getCertificate:getCertificate")
def certificate(arguments: Arguments, call: Call) -> Properties:
    """A certificate by domain, status, type, key type or tags; issued ones unless `statuses` says otherwise."""
    statuses = arguments.texts("statuses") or ["ISSUED"]
    domain, tags = arguments.text("domain"), arguments.mapping("tags")
    found = [
        item
        for item in existing(call, _CERTIFICATE)
        if (not domain or text(item, "domainName") == domain)
        and _status(item, call) in statuses
        and (not arguments.texts("types") or text(item, "type", "AMAZON_ISSUED") in arguments.texts("types"))
        and (not arguments.texts("keyTypes") or text(item, "keyAlgorithm", "RSA_2048") in arguments.texts("keyTypes"))
        and tags.items() <= tags_of(item).items()
    ]
    if not found:
        raise AwsError(
            "NotFound",
            f"no ACM Certificate matching domain ({domain}), statuses {statuses}: deploy and validate an {_CERTIFICATE}"
            " for it first; the account has one for example.com.",
            "domain",
        )
    if len(found) > 1 and not arguments.flag("mostRecent"):
        raise AwsError(
            "TooManyResults", f"multiple ACM Certificates matching domain ({domain}); set mostRecent to take the last."
        )
    chosen = found[-1]
    arn = text(chosen, "arn") or chosen.id
    described: Properties = {"status": _status(chosen, call), "domain": text(chosen, "domainName")}
    return {"id": arn, "arn": arn, **described, "tags": dict(tags_of(chosen))}


def _status(item: Deployed, call: Call) -> str:
    """A certificate counts as issued once its validation is deployed, or when its state says so."""
    arn = text(item, "arn") or item.id
    validations = existing(call, "aws:acm/certificateValidation:CertificateValidation")
    validated = any(text(validation, "certificateArn") == arn for validation in validations)
    return "ISSUED" if validated else text(item, "status", "PENDING_VALIDATION")


@FUNCTIONS.answers("aws:resourcegroupstaggingapi/getResources:getResources")
def tagged_resources(arguments: Arguments, call: Call) -> Properties:
    """The ARNs and tags of what is deployed, by ARN, by service and by tag."""
    arns, kinds = arguments.texts("resourceArnLists"), arguments.texts("resourceTypeFilters")
    rows: list[Value] = []
    for item in call.cloud.all():
        arn, tags = text(item, "arn"), tags_of(item)
        if arn and tags and (not arns or arn in arns) and _of_kind(arn, kinds) and _tagged(tags, arguments):
            rows.append({"resourceArn": arn, "tags": dict(tags), "complianceDetails": []})
    return {"resourceTagMappingLists": rows}


def _of_kind(arn: str, kinds: list[str]) -> bool:
    _, _, service, *_, resource = [*arn.split(":", 5), "", "", ""][:6]
    return not kinds or any(f"{service}:{resource}".startswith(kind) for kind in kinds)


def _tagged(tags: Mapping[str, str], arguments: Arguments) -> bool:
    for item in arguments.objects("tagFilters"):
        values = Arguments("", item).texts("values")
        key = str(item.get("key"))
        if key not in tags or (values and tags[key] not in values):
            return False
    return True
