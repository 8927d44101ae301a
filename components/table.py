"""A DynamoDB table."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.table_scaling import CapacityRangeArgs, TableScaling


class IndexArgs(TypedDict):
    hash_key: NotRequired[str]
    """Attribute that partitions a global index; a local one has that of the table."""
    range_key: NotRequired[str]
    """Attribute that sorts. Default: none."""
    projection: str
    """What it holds: ALL, KEYS_ONLY or INCLUDE."""
    attributes: NotRequired[list[str]]
    """Attributes that INCLUDE adds to the keys."""


class TableArgs(TypedDict):
    table_name: str
    """Name of the table."""
    hash_key: str
    """Attribute that partitions the table."""
    range_key: NotRequired[str]
    """Attribute that sorts within a partition. Default: none."""
    attribute_types: dict[str, str]
    """Types (S, N or B) of exactly those attributes that are keys of the table or of an index."""
    indexes: NotRequired[dict[str, IndexArgs]]
    """Global secondary indexes by name. Default: none."""
    local_indexes: NotRequired[dict[str, IndexArgs]]
    """Local secondary indexes by name. Default: none."""
    read_capacity: NotRequired[CapacityRangeArgs]
    """Read units of a provisioned table and each of its indexes. Default: billed by request."""
    write_capacity: NotRequired[CapacityRangeArgs]
    """Write units of a provisioned table and each of its indexes; given when read_capacity is."""
    ttl_attribute: NotRequired[str]
    """Attribute with the time (seconds since 1970) after which DynamoDB removes an item. Default: none."""
    recovery_days: int
    """Days that point-in-time recovery reaches back, 1 to 35; 0 turns it off."""
    stream_view: NotRequired[str]
    """What the stream of changes holds, such as NEW_AND_OLD_IMAGES. Default: no stream."""
    table_class: str
    """STANDARD or STANDARD_INFREQUENT_ACCESS."""
    contributor_insights: bool
    """Whether CloudWatch shows the keys that are used or throttled most."""
    tables_key_arn: pulumi.Input[str]
    """Key of the table."""
    deletion_protection: bool
    """Whether AWS refuses to delete the table."""
    tags: NotRequired[dict[str, str]]
    """Tags beside those of the system. Default: none."""
    protect: bool
    """Whether Pulumi refuses to delete the table."""


class Table(pulumi.ComponentResource):
    """A table with its indexes, encrypted with the customer's key; a provisioned one scales with its load."""

    name: pulumi.Output[str]
    """Name of the table."""
    arn: pulumi.Output[str]
    """ARN of the table; its indexes are ARN/index/NAME."""
    stream_arn: pulumi.Output[str]
    """ARN of the stream; empty without one."""

    def __init__(self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Table", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        table = self._table()
        if "read_capacity" in args and "write_capacity" in args:
            TableScaling(
                f"{name}-scaling",
                {
                    "table_name": table.name,
                    "indexes": sorted(args.get("indexes", {})),
                    "read_capacity": args["read_capacity"],
                    "write_capacity": args["write_capacity"],
                },
                self._child,
            )
        if args["contributor_insights"]:
            self._contributor_insights(table)
        self.name = table.name
        self.arn = table.arn
        self.stream_arn = table.stream_arn
        self.register_outputs({"name": self.name, "arn": self.arn, "stream_arn": self.stream_arn})

    def _table(self) -> aws.dynamodb.Table:
        args = self._args
        provisioned = "read_capacity" in args
        return aws.dynamodb.Table(
            f"{self._prefix}-table",
            name=args["table_name"],
            billing_mode="PROVISIONED" if provisioned else "PAY_PER_REQUEST",
            read_capacity=args["read_capacity"]["min"] if provisioned else None,
            write_capacity=args["write_capacity"]["min"] if provisioned else None,
            hash_key=args["hash_key"],
            range_key=args.get("range_key"),
            attributes=[{"name": name, "type": kind} for name, kind in sorted(args["attribute_types"].items())],
            global_secondary_indexes=self._global_indexes(),
            local_secondary_indexes=self._local_indexes(),
            ttl={"attribute_name": args["ttl_attribute"], "enabled": True} if "ttl_attribute" in args else None,
            point_in_time_recovery=self._recovery(),
            server_side_encryption={"enabled": True, "kms_key_arn": args["tables_key_arn"]},
            stream_enabled="stream_view" in args,
            stream_view_type=args.get("stream_view"),
            table_class=args["table_class"],
            deletion_protection_enabled=args["deletion_protection"],
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args["protect"],
                delete_before_replace=True,
                ignore_changes=_SCALED if provisioned else None,
            ),
        )

    def _recovery(self) -> aws.dynamodb.TablePointInTimeRecoveryArgsDict:
        days = self._args["recovery_days"]
        return {"enabled": True, "recovery_period_in_days": days} if days else {"enabled": False}

    def _global_indexes(self) -> list[aws.dynamodb.TableGlobalSecondaryIndexArgsDict]:
        """With hash_key and range_key: key_schema of the provider shows a change at every update.

        https://github.com/hashicorp/terraform-provider-aws/issues/46513
        """
        args = self._args
        indexes: list[aws.dynamodb.TableGlobalSecondaryIndexArgsDict] = []
        for name, index in sorted(args.get("indexes", {}).items()):
            given: aws.dynamodb.TableGlobalSecondaryIndexArgsDict = {
                "name": name,
                "hash_key": index["hash_key"],
                "projection_type": index["projection"],
            }
            if "range_key" in index:
                given["range_key"] = index["range_key"]
            if "attributes" in index:
                given["non_key_attributes"] = index["attributes"]
            if "read_capacity" in args:
                given["read_capacity"] = args["read_capacity"]["min"]
                given["write_capacity"] = args["write_capacity"]["min"]
            indexes.append(given)
        return indexes

    def _local_indexes(self) -> list[aws.dynamodb.TableLocalSecondaryIndexArgsDict]:
        return [
            {
                "name": name,
                "range_key": index["range_key"],
                "projection_type": index["projection"],
                **({"non_key_attributes": index["attributes"]} if "attributes" in index else {}),
            }
            for name, index in sorted(self._args.get("local_indexes", {}).items())
        ]

    def _contributor_insights(self, table: aws.dynamodb.Table) -> None:
        aws.dynamodb.ContributorInsights(f"{self._prefix}-insights", table_name=table.name, opts=self._child)
        for index in sorted(self._args.get("indexes", {})):
            aws.dynamodb.ContributorInsights(
                f"{self._prefix}-insights-{index}", table_name=table.name, index_name=index, opts=self._child
            )


_SCALED = [
    "readCapacity",
    "writeCapacity",
    "globalSecondaryIndexes[*].readCapacity",
    "globalSecondaryIndexes[*].writeCapacity",
]
"""What autoscaling sets."""
