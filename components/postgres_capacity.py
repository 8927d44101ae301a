"""Memory of RDS instance classes, and the connections that PostgreSQL takes with it."""

import re
from collections.abc import Mapping

GIB = 1024**3

_BURSTABLE_GIB = {"micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}
_GIB_A_VCPU = {"m": 4, "r": 8, "x2iedn": 32, "x2idn": 16, "x2g": 16}
_BYTES_A_CONNECTION = 9531392
_MOST_CONNECTIONS = 5000


def memory_bytes(instance_class: str) -> int:
    """Memory of a class such as db.r6g.large, in bytes. Raises ValueError for a family or size that isn't known.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
    """
    match = re.fullmatch(r"db\.([a-z]\d+[a-z]*)\.((\d+)?x?large|medium|small|micro)", instance_class)
    if match is None:
        raise ValueError(f"{instance_class} is not an RDS instance class such as db.r6g.large.")
    family, size, multiple = match[1], match[2], match[3]
    if family.startswith("t"):
        gib = _BURSTABLE_GIB.get(size, 0)
    else:
        vcpus = int(multiple) * 4 if multiple else {"medium": 1, "large": 2, "xlarge": 4}.get(size, 0)
        gib = vcpus * (_GIB_A_VCPU.get(family) or _GIB_A_VCPU.get(family[0], 0))
    if not gib:
        raise ValueError(f"The memory of {instance_class} is not known.")
    return gib * GIB


def max_connections(instance_class: str, parameters: Mapping[str, str]) -> int:
    """Connections that PostgreSQL takes: the parameter max_connections, else RDS's default by memory.

    The default is LEAST(DBInstanceClassMemory/9531392, 5000), where DBInstanceClassMemory is the class's memory without
    what RDS itself needs. How much that is AWS does not publish, so the result is an upper bound of the default; a
    parameter makes it exact.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
    """
    given = parameters.get("max_connections", "")
    if given.isdecimal():
        return int(given)
    return min(memory_bytes(instance_class) // _BYTES_A_CONNECTION, _MOST_CONNECTIONS)
