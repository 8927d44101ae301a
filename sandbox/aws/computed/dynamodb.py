"""DynamoDB tables and what belongs to them."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value


@computes("aws:dynamodb/table:Table")
def table(creation: Creation) -> Computed:
    """A table, whose id is its name."""
    name = creation.name()
    arn = creation.arn("dynamodb", f"table/{name}")
    streams = creation.flag("streamEnabled")
    label = creation.moment().strftime("%Y-%m-%dT%H:%M:%S.000")
    on_demand = creation.text("billingMode", "PROVISIONED") == "PAY_PER_REQUEST"
    encrypted = creation.merged("serverSideEncryption", {"enabled": False, "kmsKeyArn": ""})
    if encrypted.get("enabled") is True and not encrypted.get("kmsKeyArn"):
        encrypted["kmsKeyArn"] = creation.arn("kms", f"key/{creation.shared('kms/dynamodb').uuid()}")
    return Computed(
        name,
        {
            "arn": arn,
            "billingMode": creation.text("billingMode", "PROVISIONED"),
            "globalSecondaryIndexes": _indexes(creation, on_demand),
            "pointInTimeRecovery": creation.merged("pointInTimeRecovery", {"enabled": False}),
            "readCapacity": creation.number("readCapacity") if not on_demand else 0,
            "writeCapacity": creation.number("writeCapacity") if not on_demand else 0,
            "serverSideEncryption": encrypted,
            "streamArn": f"{arn}/stream/{label}" if streams else "",
            "streamLabel": label if streams else "",
            "streamViewType": creation.text("streamViewType"),
            "tableClass": creation.text("tableClass", "STANDARD"),
            "ttl": creation.merged("ttl", {"attributeName": "", "enabled": False}),
            "warmThroughput": creation.merged(
                "warmThroughput", {"readUnitsPerSecond": 12000, "writeUnitsPerSecond": 4000} if on_demand else {}
            ),
        },
    )


def _indexes(creation: Creation, on_demand: bool) -> list[Value]:
    indexes: list[Value] = []
    for index in creation.objects("globalSecondaryIndexes"):
        complete: Properties = {"readCapacity": 0, "writeCapacity": 0, "nonKeyAttributes": [], "rangeKey": ""}
        if not on_demand:
            complete |= {
                "readCapacity": creation.number("readCapacity", 1),
                "writeCapacity": creation.number("writeCapacity", 1),
            }
        indexes.append(complete | {key: item for key, item in index.items() if item is not None})
    return indexes


@computes("aws:dynamodb/tableItem:TableItem")
def table_item(creation: Creation) -> Computed:
    """An item, whose id is made of the table and the keys."""
    keys = [creation.text("tableName")]
    item = creation.document("item")
    for name in ("hashKey", "rangeKey"):
        key = creation.text(name)
        attribute = item.get(key) if key else None
        if isinstance(attribute, dict):
            keys += [key, *(str(part) for pair in attribute.items() for part in pair)]
    return Computed("|".join(keys))


@computes("aws:dynamodb/tableReplica:TableReplica")
def table_replica(creation: Creation) -> Computed:
    """The replica of a global table: `TABLE:MAIN_REGION`."""
    main = creation.text("globalTableArn").split(":")
    name = creation.text("globalTableArn").rsplit("/", 1)[-1]
    arn = creation.arn("dynamodb", f"table/{name}")
    return Computed(f"{name}:{main[3] if len(main) > 3 else ''}", {"arn": arn})


@computes("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination")
def kinesis_destination(creation: Creation) -> Computed:
    """The stream that a table's changes go to."""
    return Computed(
        f"{creation.text('tableName')},{creation.text('streamArn')}",
        {"approximateCreationDateTimePrecision": creation.text("approximateCreationDateTimePrecision", "MILLISECOND")},
    )
