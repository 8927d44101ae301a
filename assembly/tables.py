"""Tables."""

from collections.abc import Mapping

from assembly.outputs import StackOutputs
from components.encryption_keys import EncryptionKeys
from components.table import IndexArgs, Table, TableArgs
from components.table_scaling import CapacityRangeArgs
from settings import Settings
from settings.tables import CapacityRange, Index, LocalIndex
from settings.tables import Table as TableSettings


def table_args(settings: Settings, table: TableSettings, keys: EncryptionKeys) -> TableArgs:
    """The table as it is written, protected in prod."""
    args: TableArgs = {
        "table_name": table.name,
        "hash_key": table.hash_key,
        "attribute_types": dict(table.key_attributes),
        "indexes": {name: _index_args(index) for name, index in table.indexes.items()},
        "local_indexes": {name: _index_args(index) for name, index in table.local_indexes.items()},
        "recovery_days": table.backup_days,
        "table_class": table.table_class,
        "contributor_insights": table.contributor_insights,
        "tables_key_arn": keys.arn_of("tables"),
        "deletion_protection": table.deletion_protection,
        "tags": dict(table.tags),
        "protect": settings.system.is_production,
    }
    if table.range_key is not None:
        args["range_key"] = table.range_key
    if table.read_capacity is not None and table.write_capacity is not None:
        args["read_capacity"] = _capacity_args(table.read_capacity)
        args["write_capacity"] = _capacity_args(table.write_capacity)
    if table.ttl_attribute is not None:
        args["ttl_attribute"] = table.ttl_attribute
    if table.stream is not None:
        args["stream_view"] = table.stream
    return args


def _index_args(index: Index | LocalIndex) -> IndexArgs:
    args: IndexArgs = {"projection": index.projection}
    if isinstance(index, Index):
        args["hash_key"] = index.hash_key
    if index.range_key is not None:
        args["range_key"] = index.range_key
    if index.attributes:
        args["attributes"] = list(index.attributes)
    return args


def _capacity_args(capacity: CapacityRange) -> CapacityRangeArgs:
    return {"min": capacity.min, "max": capacity.max, "utilization_percent": capacity.utilization_percent}


def tables_outputs(tables: Mapping[str, Table]) -> StackOutputs:
    """Names and ARNs."""
    if not tables:
        return {}
    return {"tables": {key: {"name": table.name, "arn": table.arn} for key, table in tables.items()}}
