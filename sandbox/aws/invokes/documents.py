"""Documents that functions render from arguments: ECR lifecycle, log data protection and traffic policies."""

from binascii import crc32

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.policy_document import go_json
from sandbox.aws.model import AwsError
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()


@FUNCTIONS.answers("aws:ecr/getLifecyclePolicyDocument:getLifecyclePolicyDocument")
def lifecycle_policy(arguments: Arguments, call: Call) -> Properties:
    """An ECR lifecycle policy; a rule without an action expires images."""
    rules: list[Value] = []
    for rule in arguments.objects("rules"):
        selection, action = _part(rule, "selection"), _part(rule, "action")
        rules.append(
            {
                "rulePriority": rule.get("priority"),
                **_given(description=rule.get("description")),
                "selection": _given(
                    tagStatus=selection.get("tagStatus"),
                    tagPatternList=selection.get("tagPatternLists"),
                    tagPrefixList=selection.get("tagPrefixLists"),
                    storageClass=selection.get("storageClass"),
                    countType=selection.get("countType"),
                    countUnit=selection.get("countUnit"),
                    countNumber=selection.get("countNumber"),
                ),
                "action": _given(
                    type=action.get("type", "expire"), targetStorageClass=action.get("targetStorageClass")
                ),
            }
        )
    return {"json": go_json({"rules": rules}, indent=None)}


@FUNCTIONS.answers("aws:cloudwatch/getLogDataProtectionPolicyDocument:getLogDataProtectionPolicyDocument")
def data_protection_policy(arguments: Arguments, call: Call) -> Properties:
    """A data protection policy: the first statement audits, the second masks."""
    if not arguments.given("name"):
        raise AwsError("MissingArgument", "A data protection policy document needs the argument name.", "name")
    statements = arguments.objects("statements")
    if len(statements) != 2:
        raise AwsError(
            "InvalidArgument",
            f"A data protection policy document has two statements, audit and deidentify, not {len(statements)}.",
            "statements",
        )
    rendered: list[Value] = [_protection_statement(statement) for statement in statements]
    document: Properties = _given(
        Name=arguments.text("name"),
        Description=arguments.text("description"),
        Version=arguments.text("version", "2021-06-01"),
        Statement=rendered,
        Configuration=_configuration(_part(dict(arguments.values), "configuration")),
    )
    text = go_json(document, indent=2)
    return {"id": arguments.text("name"), "json": text, "version": arguments.text("version", "2021-06-01")}


def _configuration(given: Properties) -> Value:
    identifiers = given.get("customDataIdentifiers")
    rows: list[Value] = []
    for item in identifiers if isinstance(identifiers, list) else []:
        rows += [{"Name": item.get("name"), "Regex": item.get("regex")}] if isinstance(item, dict) else []
    return {"CustomDataIdentifier": rows} if rows else None


def _protection_statement(statement: Properties) -> Properties:
    operation = _part(statement, "operation")
    identifiers = statement.get("dataIdentifiers")
    chosen: Properties = {}
    if isinstance(operation.get("audit"), dict):
        places = _part(_part(operation, "audit"), "findingsDestination")
        chosen["Audit"] = {
            "FindingsDestination": _given(
                CloudWatchLogs=_given(LogGroup=_part(places, "cloudwatchLogs").get("logGroup")) or None,
                Firehose=_given(DeliveryStream=_part(places, "firehose").get("deliveryStream")) or None,
                S3=_given(Bucket=_part(places, "s3").get("bucket")) or None,
            )
        }
    if isinstance(operation.get("deidentify"), dict):
        chosen["Deidentify"] = {"MaskConfig": {}}
    sid = _given(Sid=statement.get("sid"))
    return {**sid, "DataIdentifier": identifiers if isinstance(identifiers, list) else [], "Operation": chosen}


@FUNCTIONS.answers("aws:route53/getTrafficPolicyDocument:getTrafficPolicyDocument")
def traffic_policy(arguments: Arguments, call: Call) -> Properties:
    """A Route 53 traffic policy in the 2015-10-01 format: endpoints and rules keyed by their ids."""
    version = arguments.text("version", "2015-10-01")
    document = _given(
        AWSPolicyFormatVersion=version,
        RecordType=arguments.text("recordType"),
        StartEndpoint=arguments.text("startEndpoint"),
        StartRule=arguments.text("startRule"),
        Endpoints=_by_id(arguments.objects("endpoints")) or None,
        Rules=_by_id(arguments.objects("rules")) or None,
    )
    text = go_json(document, indent=None)
    return {"id": str(crc32(text.encode())), "json": text, "version": version}


def _by_id(items: list[Properties]) -> Properties:
    found: Properties = {}
    for item in items:
        rest = {key: value for key, value in item.items() if key != "id"}
        found[str(item.get("id"))] = _capitalised(rest)
    return found


def _capitalised(value: Value) -> Value:
    """The value with keys as Route 53 writes them: `endpointReference` as `EndpointReference`."""
    if isinstance(value, dict):
        names = {"items": "Items", "geoProximityLocations": "GeoproximityLocations"}
        return {
            names.get(key, key[:1].upper() + key[1:]): _capitalised(item)
            for key, item in value.items()
            if item not in (None, "", [])
        }
    return [_capitalised(item) for item in value] if isinstance(value, list) else value


def _part(given: Properties, name: str) -> Properties:
    value = given.get(name)
    return value if isinstance(value, dict) else {}


def _given(**parts: Value) -> Properties:
    return {key: value for key, value in parts.items() if value not in (None, "", [])}
