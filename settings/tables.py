"""DynamoDB tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import TableName, TagKey, TagValue, Text
from settings.wording import counted

AttributeName = Annotated[str, Text(r"[\w.:#-]{1,255}", "the name of an attribute")]
IndexName = Annotated[str, Text(r"[\w.-]{3,255}", "the name of an index: 3 to 255 letters, digits and _.-")]
AttributeType = Literal["S", "N", "B"]
Projection = Literal["ALL", "KEYS_ONLY", "INCLUDE"]

MOST_INDEXES = 20
MOST_LOCAL_INDEXES = 5
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"""


def _projects_what_it_says(index: Index | LocalIndex) -> Iterator[Mistake]:
    if index.projection == "INCLUDE" and not index.attributes:
        yield Mistake(("attributes",), "nothing", "the attributes that projection: INCLUDE adds to the keys")
    if index.projection != "INCLUDE" and index.attributes:
        yield Mistake(
            ("attributes",),
            counted(len(index.attributes), "attribute"),
            f"none with projection: {index.projection}",
            "Write projection: INCLUDE, or remove them.",
        )


def _sorts_by_another_attribute(index: Index) -> Iterator[Mistake]:
    if index.range_key == index.hash_key:
        yield Mistake(("rangeKey",), f'"{index.range_key}"', "another attribute than hashKey")


class Index(Section):
    """A global secondary index: finds items by other attributes than the table's keys."""

    rules: ClassVar[tuple[Rule, ...]] = (_projects_what_it_says, _sorts_by_another_attribute)

    hash_key: AttributeName
    """Attribute that partitions it."""
    range_key: AttributeName | None = None
    """Attribute that sorts within a partition."""
    projection: Projection = "ALL"
    """What it holds: ALL, KEYS_ONLY or INCLUDE."""
    attributes: tuple[AttributeName, ...] = ()
    """Attributes that INCLUDE adds to the keys."""


class LocalIndex(Section):
    """A local secondary index: sorts the table's partitions by another attribute."""

    rules: ClassVar[tuple[Rule, ...]] = (_projects_what_it_says,)

    range_key: AttributeName
    """Attribute that sorts."""
    projection: Projection = "ALL"
    """What it holds: ALL, KEYS_ONLY or INCLUDE."""
    attributes: tuple[AttributeName, ...] = ()
    """Attributes that INCLUDE adds to the keys."""


def _runs_upward(capacity: CapacityRange) -> Iterator[Mistake]:
    if capacity.min > capacity.max:
        yield Mistake(("min",), str(capacity.min), f"at most max, which is {capacity.max}")


class CapacityRange(Section):
    """Provisioned units a second, scaled with the load."""

    rules: ClassVar[tuple[Rule, ...]] = (_runs_upward,)

    min: Annotated[Whole, Field(ge=1, le=40000)]
    """Fewest units, 1 to 40000."""
    max: Annotated[Whole, Field(ge=1, le=40000)]
    """Most units, 1 to 40000."""
    utilization_percent: Annotated[Whole, Field(ge=20, le=90)] = 70
    """Part of the units that is to be used, 20 to 90."""


def _billed_one_way(table: Table) -> Iterator[Mistake]:
    for key, capacity in (("readCapacity", table.read_capacity), ("writeCapacity", table.write_capacity)):
        if table.billing == "PROVISIONED" and capacity is None:
            yield Mistake((key,), "nothing", "a range (min, max) with billing: PROVISIONED", f"Add {key}.")
        if table.billing == "PAY_PER_REQUEST" and capacity is not None:
            yield Mistake(
                (key,),
                "a range",
                "none with billing: PAY_PER_REQUEST",
                "Remove it, or write billing: PROVISIONED.",
            )


def _types_are_those_of_keys(table: Table) -> Iterator[Mistake]:
    for attribute in table.attribute_types:
        if attribute not in table.key_attributes:
            yield Mistake(
                ("attributeTypes", attribute),
                f'"{table.attribute_types[attribute]}"',
                "types of keys of the table and its indexes only: DynamoDB keeps no type for other attributes",
                f"Remove {attribute}, or index it.",
            )


def _ttl_is_no_key(table: Table) -> Iterator[Mistake]:
    keys = (table.hash_key, table.range_key)
    if table.ttl_attribute is not None and table.ttl_attribute in keys:
        yield Mistake(
            ("ttlAttribute",), f'"{table.ttl_attribute}"', "an attribute that is no key of the table", "Add one for it."
        )


def _ttl_is_a_number(table: Table) -> Iterator[Mistake]:
    if table.ttl_attribute in table.key_attributes and table.attribute_types.get(table.ttl_attribute or "") != "N":
        yield Mistake(
            ("ttlAttribute",),
            f'"{table.ttl_attribute}", a text',
            "a number: seconds since 1970, in an indexed attribute too",
            f"Add attributeTypes: {{{table.ttl_attribute}: N}}.",
        )


def _sorts_by_another_attribute_than_it_partitions(table: Table) -> Iterator[Mistake]:
    if table.range_key == table.hash_key:
        yield Mistake(("rangeKey",), f'"{table.range_key}"', "another attribute than hashKey")


def _local_indexes_have_something_to_share(table: Table) -> Iterator[Mistake]:
    if table.local_indexes and table.range_key is None:
        yield Mistake(
            ("localIndexes",),
            counted(len(table.local_indexes), "local index"),
            "none in a table without rangeKey",
            "Add rangeKey, or use indexes.",
        )


def _index_names_differ(table: Table) -> Iterator[Mistake]:
    for name in table.local_indexes:
        if name in table.indexes:
            yield Mistake(
                ("localIndexes", name), f'"{name}"', "a name that no global index of the table has", "Rename one."
            )


def _has_not_too_many_indexes(table: Table) -> Iterator[Mistake]:
    for key, indexes, most in (
        ("indexes", len(table.indexes), MOST_INDEXES),
        ("localIndexes", len(table.local_indexes), MOST_LOCAL_INDEXES),
    ):
        if indexes > most:
            yield Mistake((key,), f"{indexes} indexes", f"at most {most}")


class Table(Section):
    """A table, encrypted with the tables key."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _billed_one_way,
        _types_are_those_of_keys,
        _ttl_is_no_key,
        _ttl_is_a_number,
        _sorts_by_another_attribute_than_it_partitions,
        _local_indexes_have_something_to_share,
        _index_names_differ,
        _has_not_too_many_indexes,
    )

    name: TableName
    """Name of the table."""
    hash_key: AttributeName
    """Attribute that partitions it."""
    range_key: AttributeName | None = None
    """Attribute that sorts within a partition."""
    attribute_types: FrozenMap[AttributeName, AttributeType] = Field(default_factory=dict, validate_default=True)
    """Types of keys that are no texts: N (number), B (binary), or S."""
    indexes: FrozenMap[IndexName, Index] = Field(default_factory=dict, validate_default=True)
    """Global secondary indexes by name."""
    local_indexes: FrozenMap[IndexName, LocalIndex] = Field(default_factory=dict, validate_default=True)
    """Local secondary indexes by name; they can't be added to a table that exists."""
    billing: Literal["PAY_PER_REQUEST", "PROVISIONED"] = "PAY_PER_REQUEST"
    """By request, or by provisioned capacity that is scaled."""
    read_capacity: CapacityRange | None = None
    """Read units of a provisioned table and of each of its indexes."""
    write_capacity: CapacityRange | None = None
    """Write units of a provisioned table and of each of its indexes."""
    ttl_attribute: AttributeName | None = None
    """Attribute with the second since 1970 after which an item is removed."""
    backup_days: Annotated[Whole, Field(ge=0, le=35)] = 35
    """Days that point-in-time recovery reaches back, 1 to 35; 0 turns it off."""
    stream: Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"] | None = None
    """What the stream of changes holds; by default there is none."""
    table_class: Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"] = "STANDARD"
    """Storage class."""
    contributor_insights: Flag = False
    """Whether CloudWatch shows the keys that are used or throttled most."""
    deletion_protection: Flag = True
    """Whether AWS refuses to delete the table."""
    tags: FrozenMap[TagKey, TagValue] = Field(default_factory=dict, validate_default=True)
    """Tags beside those of the system."""

    @property
    def key_attributes(self) -> Mapping[str, str]:
        """Types of every attribute that is a key of the table or of one of its indexes."""
        names = [self.hash_key, self.range_key]
        names += [key for index in self.indexes.values() for key in (index.hash_key, index.range_key)]
        names += [index.range_key for index in self.local_indexes.values()]
        return {name: self.attribute_types.get(name, "S") for name in names if name is not None}
