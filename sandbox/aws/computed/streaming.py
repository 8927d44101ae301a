"""MSK, Amazon MQ, OpenSearch and Redshift."""

from collections.abc import Sequence
from typing import Final

from sandbox.aws.computed.addresses import address_in, vpc_of, zones_of_subnets
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.rds_hosts import standard_key
from sandbox.aws.computed.wording import pem
from sandbox.values import Properties, Value

_ENGINES: Final = {
    "ActiveMQ": (("ssl", 61617), ("amqp+ssl", 5671), ("stomp+ssl", 61614), ("mqtt+ssl", 8883), ("wss", 61619)),
    "RabbitMQ": (("amqps", 5671),),
}


def _brokers(creation: Creation, name: str, port: int, secure: str = "") -> str:
    """A connection string: the first three brokers, sorted."""
    count = min(creation.number("numberOfBrokerNodes", 3), 3)
    middle = creation.random.lower(6, "domain")
    cell = 1 + int(creation.random.digits(1, "cell")) % 9
    end = f"{name}.{middle}.c{cell}.kafka.{creation.region}.{creation.place.dns_suffix}:{port}"
    return ",".join(f"b-{number}{secure}.{end}" for number in range(1, count + 1))


@computes("aws:msk/cluster:Cluster")
def kafka_cluster(creation: Creation) -> Computed:
    """A Kafka cluster, whose id is its ARN; it has connection strings for what is switched on."""
    name = creation.name("clusterName")
    uuid = f"{creation.random.uuid('arn')}-{1 + int(creation.random.digits(1, 'arn')) % 9}"
    arn = creation.arn("kafka", f"cluster/{name}/{uuid}")
    encryption = creation.merged("encryptionInfo", {})
    transit = encryption.get("encryptionInTransit")
    mode = str(transit.get("clientBroker", "TLS")) if isinstance(transit, dict) else "TLS"
    authentication = creation.merged("clientAuthentication", {})
    sasl = authentication.get("sasl")
    iam = isinstance(sasl, dict) and sasl.get("iam") is True
    scram = isinstance(sasl, dict) and sasl.get("scram") is True
    plain = "PLAINTEXT" in mode
    empty = {
        key: ""
        for key in creation.resource.outputs
        if key.startswith("bootstrapBrokers") and key in creation.resource.outputs
    }
    properties: Properties = {
        **empty,
        "arn": arn,
        "bootstrapBrokers": _brokers(creation, name, 9092) if plain else "",
        "bootstrapBrokersTls": _brokers(creation, name, 9094) if "TLS" in mode else "",
        "bootstrapBrokersSaslIam": _brokers(creation, name, 9098) if iam else "",
        "bootstrapBrokersSaslScram": _brokers(creation, name, 9096) if scram else "",
        "clusterName": name,
        "clusterUuid": uuid,
        "currentVersion": _version(creation),
        "customerActionStatus": "NONE",
        "rebalancing": creation.merged("rebalancing", {}),
        "storageMode": creation.text("storageMode", "LOCAL"),
        "zookeeperConnectString": _brokers(creation, name, 2181).replace("b-", "z-"),
        "zookeeperConnectStringTls": _brokers(creation, name, 2182).replace("b-", "z-"),
    }
    return Computed(arn, properties)


def _version(creation: Creation) -> str:
    before = creation.current.get("currentVersion")
    kept = isinstance(before, str) and before and not creation.changed()
    return str(before) if kept else f"K{creation.random.upper(13, f'version/{before or str()}')}"


@computes("aws:msk/configuration:Configuration")
def kafka_configuration(creation: Creation) -> Computed:
    """A broker configuration, whose id is its ARN; new properties make a revision."""
    arn = creation.arn("kafka", f"configuration/{creation.name()}/{creation.random.uuid('arn')}-2")
    return Computed(arn, {"arn": arn, "latestRevision": creation.count("latestRevision", "serverProperties")})


@computes("aws:mq/broker:Broker")
def broker(creation: Creation) -> Computed:
    """A message broker, whose id is `b-` and a UUID."""
    id = f"b-{creation.random.uuid('id')}"
    kind = "RabbitMQ" if creation.text("engineType").lower() == "rabbitmq" else "ActiveMQ"
    standby = creation.text("deploymentMode") == "ACTIVE_STANDBY_MULTI_AZ"
    subnets = creation.texts("subnetIds")
    instances: list[Value] = []
    for number in range(1, 3 if standby else 2):
        tail = f"-{number}" if kind == "ActiveMQ" else ""
        host = f"{id}{tail}.mq.{creation.region}.{creation.place.dns_suffix}"
        port = 8162 if kind == "ActiveMQ" else 443
        instances.append(
            {
                "consoleUrl": f"https://{host}:{port}",
                "endpoints": [f"{scheme}://{host}:{number}" for scheme, number in _ENGINES[kind]],
                "ipAddress": address_in(creation, subnets[0] if subnets else "", f"ip{number}"),
            }
        )
    window: Properties = {"dayOfWeek": "SUNDAY", "timeOfDay": "05:00", "timeZone": "UTC"}
    return Computed(
        id,
        creation.promised(
            {
                "arn": creation.arn("mq", f"broker:{creation.name('brokerName')}:{id}"),
                "authenticationStrategy": creation.text("authenticationStrategy", "simple"),
                "brokerName": creation.name("brokerName"),
                "configuration": creation.merged(
                    "configuration", {"id": f"c-{creation.random.uuid('configuration')}", "revision": 1}
                ),
                "dataReplicationMode": creation.text("dataReplicationMode", "NONE"),
                "instances": instances,
                "maintenanceWindowStartTime": creation.merged("maintenanceWindowStartTime", window),
                "pendingDataReplicationMode": "",
                "storageType": creation.text("storageType", "efs" if kind == "ActiveMQ" else "ebs"),
                "subnetIds": [*subnets],
            }
        ),
    )


@computes("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain")
def search_domain(creation: Creation) -> Computed:
    """A search domain, whose id is its ARN."""
    name = creation.name("domainName")
    arn = creation.arn("es", f"domain/{name}")
    inside = creation.objects("vpcOptions")
    host = f"{'vpc' if inside else 'search'}-{name}-{creation.random.lower(26, 'host')}"
    endpoint = f"{host}.{creation.region}.es.{creation.place.dns_suffix}"
    dual = f"{host}.aos.{creation.region}.on.aws"
    cluster: Properties = {
        "dedicatedMasterEnabled": False,
        "instanceCount": 1,
        "instanceType": "m4.large.search" if "opensearch" in creation.resource.token else "m4.large.elasticsearch",
        "warmEnabled": False,
        "zoneAwarenessEnabled": False,
    }
    if "opensearch" in creation.resource.token:
        cluster["multiAzWithStandbyEnabled"] = False
    properties: Properties = {
        "accessPolicies": creation.text("accessPolicies"),
        "arn": arn,
        "clusterConfig": creation.merged("clusterConfig", cluster),
        "dashboardEndpoint": f"{endpoint}/_dashboards",
        "dashboardEndpointV2": f"{dual}/_dashboards",
        "domainEndpointOptions": creation.merged(
            "domainEndpointOptions",
            {"customEndpointEnabled": False, "enforceHttps": False, "tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"},
        ),
        "domainEndpointV2HostedZoneId": "Z" + creation.shared("opensearch").upper(13),
        "domainId": f"{creation.account}/{name}",
        "domainName": name,
        "ebsOptions": creation.merged("ebsOptions", {"ebsEnabled": False}),
        "encryptAtRest": creation.merged("encryptAtRest", {"enabled": False, "kmsKeyId": ""}),
        "endpoint": endpoint,
        "endpointV2": dual,
        "engineVersion": creation.text("engineVersion", "OpenSearch_2.19"),
        "ipAddressType": creation.text("ipAddressType", "ipv4"),
        "kibanaEndpoint": f"{endpoint}/_plugin/kibana/",
        "nodeToNodeEncryption": creation.merged("nodeToNodeEncryption", {"enabled": False}),
    }
    if inside:
        subnets = inside[0].get("subnetIds")
        ids = [item for item in subnets if isinstance(item, str)] if isinstance(subnets, list) else []
        properties["vpcOptions"] = {
            **inside[0],
            "availabilityZones": zones_of_subnets(creation, ids),
            "vpcId": vpc_of(creation, ids) or creation.prefixed("vpc"),
        }
    return Computed(arn, creation.promised(properties))


@computes("aws:opensearch/serverlessCollection:ServerlessCollection")
def search_collection(creation: Creation) -> Computed:
    """A serverless collection."""
    id = creation.random.lower(20, "id")
    host = f"https://{id}.{creation.region}.aoss.{creation.place.dns_suffix}"
    return Computed(
        id,
        {
            "arn": creation.arn("aoss", f"collection/{id}"),
            "collectionEndpoint": host,
            "dashboardEndpoint": f"{host}/_dashboards",
            "kmsKeyArn": "auto",
        },
    )


@computes("aws:redshift/cluster:Cluster")
def warehouse(creation: Creation) -> Computed:
    """A Redshift cluster, whose id is its identifier."""
    name = creation.text("clusterIdentifier")
    port = creation.number("port", 5439)
    host = f"{name}.c{creation.shared('rds').lower(11)}.{creation.region}.redshift.{creation.place.dns_suffix}"
    count = creation.number("numberOfNodes", 1)
    managed = creation.flag("manageMasterPassword")
    secret = f"secret:redshift!{name}-{creation.text('masterUsername')}-{creation.random.lower(6, 'secret')}"
    nodes: list[Value] = [
        {
            "nodeRole": _role(number, count),
            "privateIpAddress": address_in(creation, "", f"private{number}"),
            "publicIpAddress": "",
        }
        for number in range(count + (1 if count > 1 else 0))
    ]
    return Computed(
        name,
        {
            "arn": creation.arn("redshift", f"cluster:{name}"),
            "aquaConfigurationStatus": "auto",
            "availabilityZone": creation.text("availabilityZone", creation.facts.zones[0].name),
            "clusterNamespaceArn": creation.arn("redshift", f"namespace:{creation.random.uuid('namespace')}"),
            "clusterNodes": nodes,
            "clusterParameterGroupName": creation.text("clusterParameterGroupName", "default.redshift-2.0"),
            "clusterPublicKey": pem("PUBLIC KEY", creation, "public"),
            "clusterRevisionNumber": "121035",
            "clusterSubnetGroupName": creation.text("clusterSubnetGroupName", "default"),
            "clusterType": creation.text("clusterType", "single-node" if count == 1 else "multi-node"),
            "databaseName": creation.text("databaseName", "dev"),
            "defaultIamRoleArn": creation.text("defaultIamRoleArn"),
            "dnsName": host,
            "endpoint": f"{host}:{port}",
            "enhancedVpcRouting": creation.flag("enhancedVpcRouting"),
            "kmsKeyId": creation.text("kmsKeyId")
            or (standard_key(creation, "redshift") if creation.flag("encrypted", True) else ""),
            "masterPasswordSecretArn": creation.arn("secretsmanager", secret) if managed else "",
            "masterPasswordSecretKmsKeyId": creation.text("masterPasswordSecretKmsKeyId")
            or (standard_key(creation, "secretsmanager") if managed else ""),
            "port": port,
            "preferredMaintenanceWindow": creation.text("preferredMaintenanceWindow", "sun:05:00-sun:05:30").lower(),
        },
    )


def _role(number: int, count: int) -> str:
    if count == 1:
        return "SHARED"
    return "LEADER" if number == 0 else f"COMPUTE-{number - 1}"


@computes("aws:redshiftserverless/workgroup:Workgroup")
def serverless_workgroup(creation: Creation) -> Computed:
    """A serverless workgroup, whose id is its name."""
    name = creation.text("workgroupName")
    id = creation.random.uuid("id")
    port = creation.number("port", 5439)
    host = f"{name}.{creation.account}.{creation.region}.redshift-serverless.{creation.place.dns_suffix}"
    subnets = creation.texts("subnetIds")
    return Computed(
        name,
        creation.promised(
            {
                "arn": creation.arn("redshift-serverless", f"workgroup/{id}"),
                "baseCapacity": creation.number("baseCapacity", 128),
                "endpoints": [{"address": host, "port": port, "vpcEndpoints": _interfaces(creation, subnets)}],
                "port": port,
                "workgroupId": id,
                "trackName": creation.text("trackName", "current"),
            }
        ),
    )


def _interfaces(creation: Creation, subnets: Sequence[str]) -> list[Value]:
    faces: list[Value] = [
        {
            "availabilityZone": str(zone),
            "networkInterfaceId": creation.prefixed("eni", f"eni{place}"),
            "privateIpAddress": address_in(creation, subnets[place] if place < len(subnets) else "", f"eni{place}"),
            "subnetId": subnets[place] if place < len(subnets) else "",
        }
        for place, zone in enumerate(zones_of_subnets(creation, list(subnets)))
    ]
    return [
        {
            "networkInterfaces": faces,
            "vpcEndpointId": creation.prefixed("vpce"),
            "vpcId": vpc_of(creation, list(subnets)) or creation.prefixed("vpc"),
        }
    ]


@computes("aws:redshiftserverless/namespace:Namespace")
def serverless_namespace(creation: Creation) -> Computed:
    """A serverless namespace, whose id is its name."""
    name = creation.text("namespaceName")
    id = creation.random.uuid("id")
    managed = creation.flag("manageAdminPassword")
    secret = f"secret:redshift!{name}-admin-{creation.random.lower(6, 'secret')}"
    return Computed(
        name,
        creation.promised(
            {
                "adminPasswordSecretArn": creation.arn("secretsmanager", secret) if managed else "",
                "adminPasswordSecretKmsKeyId": creation.text("adminPasswordSecretKmsKeyId"),
                "adminUsername": creation.text("adminUsername", "admin"),
                "arn": creation.arn("redshift-serverless", f"namespace/{id}"),
                "dbName": creation.text("dbName", "dev"),
                "kmsKeyId": creation.text("kmsKeyId", "AWS_OWNED_KMS_KEY"),
                "namespaceId": id,
            }
        ),
    )
