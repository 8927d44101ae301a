"""What DynamoDB refuses of tables, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import TABLE

_API: Final = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"
_TABLE: Final = _API + "API_CreateTable.html"
_NAME: Final = r"[a-zA-Z0-9_.-]{3,255}"
_RESTORES: Final = ("restoreSourceName", "restoreSourceTableArn", "restoreBackupArn", "importTable")


@refuses(TABLE, code="ValidationException", source=_TABLE)
def a_table_has_a_plain_name(table: Given) -> Failures:
    """3 to 255 letters, digits, underscores, hyphens and periods, indexes too."""
    expected = "3 to 255 letters, digits, underscores, hyphens and periods"
    yield from table["name"].unlike(_NAME, expected)
    for index in _indexes(table):
        yield from index["name"].unlike(_NAME, expected)


@refuses(TABLE, code="ValidationException", source=_API + "API_AttributeDefinition.html")
def a_key_attribute_is_text_number_or_binary(table: Given) -> Failures:
    """S, N or B."""
    for attribute in table["attributes"].items:
        yield from attribute["type"].none_of(("S", "N", "B"))


@refuses(TABLE, code="ValidationException", source=_TABLE)
def a_new_table_has_a_hash_key(table: Given) -> Failures:
    """Unless it is restored."""
    if table["hashKey"].absent and all(table[name].absent for name in _RESTORES) and table["replicas"].absent:
        yield table["hashKey"].refuse("hashKey is missing; give the name of the partition key")


@refuses(TABLE, code="ValidationException", source=_TABLE)
def every_key_is_a_defined_attribute(table: Given) -> Failures:
    """Of the table and of its indexes."""
    if table["attributes"].open or any(table[name].present for name in _RESTORES):
        return
    defined = {attribute["name"].text for attribute in table["attributes"].items}
    for key in _keys(table):
        if key.text is not None and key.text not in defined:
            yield key.refuse(f'key "{key.text}" isn\'t among the attributes; define it with its type S, N or B')


@refuses(TABLE, code="ValidationException", source=_TABLE)
def every_defined_attribute_is_a_key(table: Given) -> Failures:
    """DynamoDB defines key attributes only; the others need no definition."""
    keys = _keys(table)
    if table.open and any(given.open for given in (*keys, table["attributes"], *_index_lists(table))):
        return
    used = {key.text for key in keys}
    for attribute in table["attributes"].items:
        if attribute["name"].text is not None and attribute["name"].text not in used:
            yield attribute.refuse(
                f'attribute "{attribute["name"].text}" is no key of the table or an index; remove it or index it'
            )


@refuses(TABLE, code="ValidationException", source=_TABLE)
def a_table_is_billed_by_capacity_or_by_request(table: Given) -> Failures:
    """Provisioned capacity needs units of 1 or more; billing by request takes none."""
    mode = table["billingMode"]
    yield from mode.none_of(("PROVISIONED", "PAY_PER_REQUEST"))
    if mode.unknown:
        return
    for name in ("readCapacity", "writeCapacity"):
        units = table[name]
        if mode.text == "PAY_PER_REQUEST" and units.number:
            yield units.refuse(f"{name} can't be set with billingMode PAY_PER_REQUEST; leave it out")
        if mode.text in (None, "PROVISIONED") and not units.unknown and not units.number:
            if any(table[origin].present for origin in _RESTORES):
                continue
            yield units.refuse(f"{name} must be at least 1 with billingMode PROVISIONED; give it or PAY_PER_REQUEST")


@refuses(
    TABLE,
    code="LimitExceededException",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html",
)
def a_table_has_at_most_20_global_and_5_local_indexes(table: Given) -> Failures:
    """Local ones are a hard limit, global ones a default quota."""
    yield from table["globalSecondaryIndexes"].more_than(20, "global secondary indexes")
    yield from table["localSecondaryIndexes"].more_than(5, "local secondary indexes")


@refuses(TABLE, code="ValidationException", source=_TABLE)
def local_indexes_need_a_range_key(table: Given) -> Failures:
    """They share the table's partition key and sort otherwise."""
    if not table["localSecondaryIndexes"].empty and table["rangeKey"].absent:
        yield table["rangeKey"].refuse("the table has local secondary indexes, so it needs a rangeKey")


@refuses(TABLE, code="ValidationException", source=_API + "API_Projection.html")
def an_index_projects_what_it_says(table: Given) -> Failures:
    """INCLUDE lists the attributes, ALL and KEYS_ONLY don't."""
    for index in _indexes(table):
        kind, others = index["projectionType"], index["nonKeyAttributes"]
        yield from kind.none_of(("ALL", "KEYS_ONLY", "INCLUDE"))
        if kind.text == "INCLUDE" and others.empty:
            yield others.refuse("projectionType INCLUDE needs nonKeyAttributes; list them")
        if kind.text in ("ALL", "KEYS_ONLY") and not others.empty:
            yield others.refuse(f"nonKeyAttributes can't be given with projectionType {kind.text}; use INCLUDE")


@refuses(TABLE, code="ValidationException", source=_TABLE)
def index_names_are_used_once(table: Given) -> Failures:
    """Over global and local indexes."""
    seen: set[str] = set()
    for index in _indexes(table):
        name = index["name"].text
        if name is not None and name in seen:
            yield index["name"].refuse(f'two indexes are called "{name}"; rename one')
        seen |= {name} if name else set()


@refuses(TABLE, code="ValidationException", source=_API + "API_StreamSpecification.html")
def a_stream_has_a_view(table: Given) -> Failures:
    """One of four."""
    view = table["streamViewType"]
    yield from view.none_of(("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"))
    if table["streamEnabled"].true and view.absent:
        yield view.refuse("streamEnabled is true; give streamViewType, such as NEW_AND_OLD_IMAGES")


@refuses(TABLE, code="ValidationException", source=_API + "API_TimeToLiveSpecification.html")
def time_to_live_names_its_attribute(table: Given) -> Failures:
    """When it is switched on."""
    ttl = table["ttl"]
    if ttl["enabled"].true and ttl["attributeName"].absent:
        yield ttl["attributeName"].refuse("ttl is enabled; give the attributeName that holds the time of expiry")


@refuses(TABLE, code="ValidationException", source=_API + "API_PointInTimeRecoverySpecification.html")
def recovery_reaches_back_1_to_35_days(table: Given) -> Failures:
    """Point-in-time recovery."""
    yield from table["pointInTimeRecovery"]["recoveryPeriodInDays"].outside(1, 35, "days")
    yield from table["tableClass"].none_of(("STANDARD", "STANDARD_INFREQUENT_ACCESS"))


def _index_lists(table: Given) -> list[Given]:
    return [table["globalSecondaryIndexes"], table["localSecondaryIndexes"]]


def _indexes(table: Given) -> list[Given]:
    return [index for indexes in _index_lists(table) for index in indexes.items]


def _keys(table: Given) -> list[Given]:
    """Every given place where a key attribute is named."""
    owners = [table, *_indexes(table)]
    keys = [owner[name] for owner in owners for name in ("hashKey", "rangeKey")]
    keys += [part["attributeName"] for owner in owners for part in owner["keySchemas"].items]
    return [key for key in keys if key.present]
