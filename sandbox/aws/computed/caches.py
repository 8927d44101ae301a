"""ElastiCache, MemoryDB and DAX."""

from typing import Final

from sandbox.aws.computed.addresses import zones_of_subnets
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_VERSIONS: Final = {
    "redis": {"": "7.1.0", "7": "7.1.0", "7.1": "7.1.0", "7.0": "7.0.7", "6.x": "6.2.6", "6": "6.2.6", "6.2": "6.2.6"},
    "valkey": {"": "8.1.0", "8": "8.1.0", "8.0": "8.0.1", "8.1": "8.1.0", "7": "7.2.6", "7.2": "7.2.6"},
    "memcached": {"": "1.6.22", "1.6": "1.6.22"},
}
_MEMCACHED_PORT: Final = 11211
_REDIS_PORT: Final = 6379


def _version(engine: str, asked: str) -> str:
    return _VERSIONS.get(engine, {}).get(asked, asked)


def _domain(creation: Creation) -> str:
    """The part of cache host names that an account's caches share, before the region's code."""
    return creation.shared("elasticache").lower(6)


def _end(creation: Creation) -> str:
    return f"{creation.facts.prefix}.cache.{creation.place.dns_suffix}"


@computes("aws:elasticache/replicationGroup:ReplicationGroup")
def replication_group(creation: Creation) -> Computed:
    """A Redis or Valkey replication group, whose id is its name."""
    name = creation.name("replicationGroupId").lower()
    engine = creation.text("engine", "redis")
    actual = _version(engine, creation.text("engineVersion"))
    shards = creation.number("numNodeGroups", 1)
    replicas = creation.number("replicasPerNodeGroup")
    sharded = creation.text("clusterMode") == "enabled" or shards > 1 or _family_is_sharded(creation)
    secure = creation.flag("transitEncryptionEnabled", engine == "valkey")
    members = _members(creation, name, sharded, shards, replicas)
    minor = ".".join(actual.split(".")[:2])
    family = f"default.{engine}{minor.split('.')[0]}" + (".cluster.on" if sharded else "")
    return Computed(
        name,
        {
            "arn": creation.arn("elasticache", f"replicationgroup:{name}"),
            "atRestEncryptionEnabled": creation.flag("atRestEncryptionEnabled", engine == "valkey"),
            "autoMinorVersionUpgrade": creation.flag("autoMinorVersionUpgrade", True),
            "clusterEnabled": sharded,
            "clusterMode": creation.text("clusterMode", "enabled" if sharded else "disabled"),
            "configurationEndpointAddress": f"clustercfg.{name}.{_domain(creation)}.{_end(creation)}"
            if sharded
            else "",
            "primaryEndpointAddress": "" if sharded else _single(creation, name, secure, "master"),
            "readerEndpointAddress": "" if sharded else _single(creation, name, secure, "replica"),
            "engine": engine,
            "engineVersion": creation.text("engineVersion", minor),
            "engineVersionActual": actual,
            "ipDiscovery": creation.text("ipDiscovery", "ipv4"),
            "maintenanceWindow": creation.text("maintenanceWindow", "sun:05:00-sun:06:00").lower(),
            "memberClusters": members,
            "networkType": creation.text("networkType", "ipv4"),
            "nodeType": creation.text("nodeType", "cache.t3.micro"),
            "numCacheClusters": len(members),
            "numNodeGroups": shards,
            "parameterGroupName": creation.text("parameterGroupName", family),
            "port": creation.number("port", _REDIS_PORT),
            "replicasPerNodeGroup": replicas if sharded else max(len(members) - 1, 0),
            "replicationGroupId": name,
            "snapshotWindow": creation.text("snapshotWindow", "03:00-04:00"),
            "subnetGroupName": creation.text("subnetGroupName", "default"),
            "transitEncryptionEnabled": secure,
            "transitEncryptionMode": creation.text("transitEncryptionMode", "required" if secure else ""),
            "securityGroupIds": [*creation.texts("securityGroupIds")],
        },
    )


def _family_is_sharded(creation: Creation) -> bool:
    return creation.text("parameterGroupName").endswith(".cluster.on")


def _members(creation: Creation, name: str, sharded: bool, shards: int, replicas: int) -> list[Value]:
    if not sharded:
        given = creation.inputs.get("numCacheClusters")
        count = given if isinstance(given, int) and given > 0 else 1 + replicas
        return [f"{name}-{number:03d}" for number in range(1, int(count) + 1)]
    return [f"{name}-{shard:04d}-{number:03d}" for shard in range(1, shards + 1) for number in range(1, replicas + 2)]


def _single(creation: Creation, name: str, secure: bool, role: str) -> str:
    if secure:
        return f"{role}.{name}.{_domain(creation)}.{_end(creation)}"
    tail = "ng.0001." if role == "master" else ""
    return f"{name}{'-ro' if role == 'replica' else ''}.{_domain(creation)}.{tail}{_end(creation)}"


@computes("aws:elasticache/cluster:Cluster")
def cache_cluster(creation: Creation) -> Computed:
    """A Memcached cluster, a single Redis node, or a member of a replication group."""
    name = creation.name("clusterId").lower()
    group = creation.find("aws:elasticache/replicationGroup:ReplicationGroup", creation.text("replicationGroupId"))

    def of_group(property: str, default: Value) -> Value:
        value = group.get(property) if group is not None else None
        return default if value is None or value == "" else value

    engine = creation.text("engine") or str(of_group("engine", "redis"))
    memcached = engine == "memcached"
    actual = _version(engine, creation.text("engineVersion")) or str(of_group("engineVersionActual", ""))
    port = creation.number("port", _MEMCACHED_PORT if memcached else _REDIS_PORT)
    count = creation.number("numCacheNodes", 1)
    address = f"{name}.{_domain(creation)}.cfg.{_end(creation)}" if memcached else ""
    zones = creation.texts("preferredAvailabilityZones") or [zone.name for zone in creation.facts.zones[:3]]
    spread = creation.text("azMode") == "cross-az"
    zone = creation.text("availabilityZone", "Multiple" if spread else zones[0])
    nodes: list[Value] = [
        {
            "id": f"{number:04d}",
            "address": f"{name}.{_domain(creation)}.{number:04d}.{_end(creation)}",
            "port": port,
            "availabilityZone": zones[(number - 1) % len(zones)] if spread else zone,
            "outpostArn": "",
        }
        for number in range(1, count + 1)
    ]
    major = actual.split(".")[0]
    family = "memcached1.6" if memcached else f"{engine}{major}"
    return Computed(
        name,
        {
            "arn": creation.arn("elasticache", f"cluster:{name}"),
            "availabilityZone": zone,
            "azMode": creation.text("azMode", "single-az"),
            "cacheNodes": nodes,
            "clusterAddress": address,
            "clusterId": name,
            "configurationEndpoint": f"{address}:{port}" if memcached else "",
            "engine": engine,
            "engineVersion": creation.text("engineVersion", actual),
            "engineVersionActual": actual,
            "ipDiscovery": creation.text("ipDiscovery", "ipv4"),
            "maintenanceWindow": creation.text("maintenanceWindow", "sun:05:00-sun:06:00").lower(),
            "networkType": creation.text("networkType", "ipv4"),
            "nodeType": creation.text("nodeType") or of_group("nodeType", "cache.t3.micro"),
            "numCacheNodes": count,
            "parameterGroupName": creation.text("parameterGroupName")
            or of_group("parameterGroupName", f"default.{family}"),
            "port": port,
            "preferredOutpostArn": creation.text("preferredOutpostArn"),
            "snapshotWindow": creation.text("snapshotWindow", "" if memcached else "03:00-04:00"),
            "subnetGroupName": creation.text("subnetGroupName") or of_group("subnetGroupName", "default"),
            "transitEncryptionEnabled": creation.flag("transitEncryptionEnabled")
            or of_group("transitEncryptionEnabled", False),
            "securityGroupIds": [*creation.texts("securityGroupIds")],
        },
    )


@computes("aws:elasticache/serverlessCache:ServerlessCache")
def serverless_cache(creation: Creation) -> Computed:
    """A serverless cache, whose id is its name."""
    name = creation.name()
    engine = creation.text("engine", "redis")
    version = _version(engine, creation.text("majorEngineVersion"))
    memcached = engine == "memcached"
    port = _MEMCACHED_PORT if memcached else _REDIS_PORT
    address = f"{name}-{_domain(creation)}.serverless.{_end(creation)}"
    reader = port + 1
    return Computed(
        name,
        {
            "arn": creation.arn("elasticache", f"serverlesscache:{name}"),
            "createTime": creation.time(),
            "dailySnapshotTime": creation.text("dailySnapshotTime", "" if memcached else "03:00"),
            "description": creation.text("description", " "),
            "endpoints": [{"address": address, "port": port}],
            "readerEndpoints": [{"address": address, "port": reader}],
            "fullEngineVersion": ".".join(version.split(".")[:2]),
            "majorEngineVersion": creation.text("majorEngineVersion", version.split(".")[0]),
            "networkType": creation.text("networkType", "ipv4"),
            "status": "available",
            "securityGroupIds": [*creation.texts("securityGroupIds")],
            "subnetIds": [*creation.texts("subnetIds")],
        },
    )


@computes("aws:elasticache/user:User", "aws:elasticache/userGroup:UserGroup")
def cache_user(creation: Creation) -> Computed:
    """A user or user group of caches, whose id is its id."""
    single = creation.resource.class_name == "User"
    id = creation.text("userId" if single else "userGroupId").lower()
    properties: Properties = {"arn": creation.arn("elasticache", f"{'user' if single else 'usergroup'}:{id}")}
    if single:
        count = len(creation.texts("passwords"))
        kind = "password" if count else "no-password-required"
        properties["authenticationMode"] = creation.merged("authenticationMode", {"passwordCount": count, "type": kind})
    return Computed(id, properties)


@computes("aws:elasticache/subnetGroup:SubnetGroup", "aws:elasticache/parameterGroup:ParameterGroup")
def cache_group(creation: Creation) -> Computed:
    """A subnet group or parameter group of caches, whose id is its name."""
    name = creation.name().lower()
    subnets = creation.resource.class_name == "SubnetGroup"
    properties: Properties = {
        "arn": creation.arn("elasticache", f"{'subnetgroup' if subnets else 'parametergroup'}:{name}"),
        "description": creation.text("description", "Managed by Pulumi"),
    }
    if subnets:
        first = creation.texts("subnetIds")
        subnet = creation.find("aws:ec2/subnet:Subnet", first[0]) if first else None
        vpc_id = subnet.get("vpcId") if subnet is not None else None
        properties["vpcId"] = vpc_id if isinstance(vpc_id, str) else creation.prefixed("vpc")
    return Computed(name, creation.promised(properties))


@computes("aws:memorydb/cluster:Cluster")
def memorydb_cluster(creation: Creation) -> Computed:
    """A MemoryDB cluster, whose id is its name."""
    name = creation.name()
    port = creation.number("port", _REDIS_PORT)
    end = f"{_domain(creation)}.memorydb.{creation.region}.{creation.place.dns_suffix}"
    shards: list[Value] = []
    zones = zones_of_subnets(creation, []) or [zone.name for zone in creation.facts.zones]
    replicas = creation.number("numReplicasPerShard", 1)
    for shard in range(1, creation.number("numShards", 1) + 1):
        nodes: list[Value] = [
            {
                "name": f"{name}-{shard:04d}-{node:03d}",
                "availabilityZone": zones[(node - 1) % len(zones)],
                "createTime": creation.time(),
                "endpoints": [{"address": f"{name}-{shard:04d}-{node:03d}.{name}.{end}", "port": port}],
            }
            for node in range(1, replicas + 2)
        ]
        shards.append(
            {"name": f"{shard:04d}", "numNodes": replicas + 1, "slots": "0-16383", "nodes": nodes},
        )
    engine = creation.text("engine", "redis")
    return Computed(
        name,
        {
            "arn": creation.arn("memorydb", f"cluster/{name}"),
            "clusterEndpoints": [{"address": f"clustercfg.{name}.{end}", "port": port}],
            "engine": engine,
            "engineVersion": creation.text("engineVersion", "7.1" if engine == "redis" else "7.3"),
            "enginePatchVersion": "7.1.1" if engine == "redis" else "7.3.0",
            "maintenanceWindow": creation.text("maintenanceWindow", "sun:05:00-sun:06:00").lower(),
            "namePrefix": creation.text("namePrefix"),
            "parameterGroupName": creation.text("parameterGroupName", f"default.memorydb-{engine}7"),
            "shards": shards,
            "snapshotWindow": creation.text("snapshotWindow", "03:00-04:00"),
            "subnetGroupName": creation.text("subnetGroupName", "default"),
        },
    )


@computes("aws:dax/cluster:Cluster")
def dax_cluster(creation: Creation) -> Computed:
    """A DAX cluster, whose id is its name."""
    name = creation.text("clusterName").lower()
    secure = creation.text("clusterEndpointEncryptionType") == "TLS"
    port = 9111 if secure else 8111
    end = f"{_domain(creation)}.dax-clusters.{creation.region}.{creation.place.dns_suffix}"
    zones = creation.facts.zones
    nodes: list[Value] = [
        {
            "id": f"{name}-{chr(ord('a') + place)}",
            "address": f"{name}-{chr(ord('a') + place)}.{end}",
            "availabilityZone": zones[place % len(zones)].name,
            "port": port,
        }
        for place in range(creation.number("replicationFactor", 1))
    ]
    return Computed(
        name,
        {
            "arn": creation.arn("dax", f"cache/{name}"),
            "clusterAddress": f"{name}.{end}",
            "configurationEndpoint": f"{name}.{end}:{port}",
            "maintenanceWindow": creation.text("maintenanceWindow", "sun:05:00-sun:06:00").lower(),
            "nodes": nodes,
            "parameterGroupName": creation.text("parameterGroupName", "default.dax1.0"),
            "port": port,
            "subnetGroupName": creation.text("subnetGroupName", "default"),
            "securityGroupIds": [*creation.texts("securityGroupIds")],
        },
    )
