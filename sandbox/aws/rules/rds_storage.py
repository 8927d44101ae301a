"""What RDS refuses of storage: sizes, IOPS and throughput by storage type and engine."""

from dataclasses import dataclass
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import DB_CLUSTER, DB_INSTANCE

_STORAGE: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"
_AUTOSCALING: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html"
_TYPES: Final = ("standard", "gp2", "gp3", "io1", "io2")
_ORIGINS: Final = ("replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime")
_OPEN_ENGINES: Final = ("postgres", "mysql", "mariadb")
_LARGEST: Final = 65536
_LEAST_GP2: Final = 5
"""RDS accepts gp2 volumes below the documented 20 GiB."""


@dataclass(frozen=True, slots=True)
class _Gp3:
    """gp3 volumes take IOPS and throughput of one's own from this size (GiB) on."""

    threshold: int
    least_iops: int
    least_throughput: int


_GP3: Final = {engine: _Gp3(400, 12000, 500) for engine in _OPEN_ENGINES} | {"oracle": _Gp3(200, 12000, 500)}


@refuses(DB_INSTANCE, code="InvalidParameterValue", source=_STORAGE)
def an_instance_has_a_storage_type_that_exists(database: Given) -> Failures:
    """General purpose, provisioned IOPS or magnetic."""
    yield from database["storageType"].none_of((*_TYPES, "aurora", "aurora-iopt1"))


@refuses(DB_CLUSTER, code="InvalidParameterValue", source=_STORAGE)
def a_cluster_has_a_storage_type_that_exists(cluster: Given) -> Failures:
    """Aurora's own, or those of Multi-AZ clusters."""
    yield from cluster["storageType"].none_of(("aurora", "aurora-iopt1", "gp3", "io1", "io2"))


@refuses(DB_INSTANCE, code="MissingParameter", source=_STORAGE)
def a_new_instance_says_how_much_storage_it_has(database: Given) -> Failures:
    """Aurora's storage grows by itself; restored instances bring their size with them."""
    engine = database["engine"].text or ""
    if engine.startswith(("aurora", "neptune", "docdb")) or any(database[name].present for name in _ORIGINS):
        return
    if database["allocatedStorage"].absent:
        yield database["allocatedStorage"].refuse("allocatedStorage is missing; give the size in GiB")


@refuses(DB_INSTANCE, code="InvalidParameterValue", source=_STORAGE)
def storage_is_as_large_as_its_type_asks(database: Given) -> Failures:
    """PostgreSQL, MySQL and MariaDB: gp3 20 to 65,536 GiB, io1 and io2 100 to 65,536, magnetic 5 to 3,072."""
    if database["engine"].text not in _OPEN_ENGINES or database["storageType"].unknown:
        return
    kind = database["storageType"].text or ("io1" if database["iops"].number else "gp2")
    low, high = {"standard": (5, 3072), "io1": (100, _LARGEST), "io2": (100, _LARGEST)}.get(kind, (20, _LARGEST))
    if kind == "gp2":
        low = _LEAST_GP2
    yield from database["allocatedStorage"].outside(low, high, f"GiB for {kind}")


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_AUTOSCALING)
def storage_may_grow_beyond_what_it_has(database: Given) -> Failures:
    """The ceiling of storage autoscaling is above the size; 0 switches it off."""
    size, ceiling = database["allocatedStorage"].number, database["maxAllocatedStorage"]
    if size is not None and ceiling.number and ceiling.number < size:
        yield ceiling.refuse(
            f"maxAllocatedStorage {ceiling.number:g} is below allocatedStorage {size:g}; give more, or 0 for no growth"
        )


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_STORAGE)
def provisioned_iops_storage_says_how_many(database: Given) -> Failures:
    """io1 and io2 need iops; gp2 and magnetic take none."""
    kind, iops = database["storageType"].text, database["iops"]
    if kind in ("io1", "io2") and iops.absent and all(database[name].absent for name in _ORIGINS):
        yield iops.refuse(f"storage type {kind} needs iops; give 1,000 or more")
    if kind in ("io1", "io2"):
        yield from iops.outside(1000, 256000)
    if kind in ("gp2", "standard") and iops.number:
        yield iops.refuse(f"iops can't be set for storage type {kind}; use gp3, io1 or io2, or leave it out")


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_STORAGE)
def small_gp3_storage_has_its_baseline(database: Given) -> Failures:
    """Below 400 GiB (Oracle 200 GiB) gp3 runs at 3,000 IOPS and 125 MiB/s, no more, no less."""
    gp3 = _GP3.get((database["engine"].text or "").split("-")[0])
    size = database["allocatedStorage"].number
    if gp3 is None or size is None or database["storageType"].text != "gp3" or size >= gp3.threshold:
        return
    for name in ("iops", "storageThroughput"):
        if database[name].number:
            yield database[name].refuse(
                f"{name} can't be set for gp3 storage of {size:g} GiB; leave it out or allocate {gp3.threshold} GiB"
            )


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_STORAGE)
def large_gp3_storage_has_iops_in_range(database: Given) -> Failures:
    """From 400 GiB on: 12,000 to 64,000 IOPS, 500 to 4,000 MiB/s."""
    gp3 = _GP3.get((database["engine"].text or "").split("-")[0])
    size = database["allocatedStorage"].number
    if gp3 is None or size is None or database["storageType"].text != "gp3" or size < gp3.threshold:
        return
    if database["iops"].number:
        yield from database["iops"].outside(gp3.least_iops, 64000)
    if database["storageThroughput"].number:
        yield from database["storageThroughput"].outside(gp3.least_throughput, 4000, "MiB/s")


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_STORAGE)
def throughput_belongs_to_gp3(database: Given) -> Failures:
    """No other storage type takes it."""
    kind = database["storageType"].text
    if kind is not None and kind != "gp3" and database["storageThroughput"].number:
        yield database["storageThroughput"].refuse(
            f"storageThroughput can't be set for {kind}; use gp3 or leave it out"
        )


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_STORAGE)
def a_storage_key_needs_encryption(database: Given) -> Failures:
    """A KMS key without encryption is a contradiction, unless the data is restored."""
    restored = any(database[name].present for name in _ORIGINS)
    if database["kmsKeyId"].present and database["storageEncrypted"].surely_false and not restored:
        yield database["storageEncrypted"].refuse("kmsKeyId is given, but the storage isn't encrypted; give true")


@refuses(
    DB_CLUSTER,
    code="InvalidParameterValue",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html",
)
def serverless_capacity_comes_in_half_units(cluster: Given) -> Failures:
    """0 to 256 capacity units in steps of a half; the maximum is at least 1 and not below the minimum."""
    scaling = cluster["serverlessv2ScalingConfiguration"]
    low, high = scaling["minCapacity"], scaling["maxCapacity"]
    yield from low.outside(0, 256, "capacity units")
    yield from high.outside(1, 256, "capacity units")
    for given in (low, high):
        if given.number is not None and (given.number * 2) % 1:
            yield given.refuse(f"{given.number} isn't allowed; capacity comes in steps of 0.5")
    if low.number is not None and high.number is not None and low.number > high.number:
        yield low.refuse(f"minCapacity {low.number:g} is above maxCapacity {high.number:g}; lower it")
