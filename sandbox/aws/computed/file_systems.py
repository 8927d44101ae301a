"""EFS, FSx, AWS Backup and Transfer Family."""

from typing import Final

from sandbox.aws.computed.addresses import address_in, default_security_group, subnet_value, vpc_of
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.regions import zone_id_of
from sandbox.values import Properties, Value

_BYTES_WHEN_EMPTY: Final = 6144


def _efs_host(creation: Creation, id: str) -> str:
    return f"{id}.efs.{creation.region}.{creation.place.dns_suffix}"


@computes("aws:efs/fileSystem:FileSystem")
def file_system(creation: Creation) -> Computed:
    """An elastic file system."""
    id = creation.prefixed("fs")
    zone = creation.text("availabilityZoneName")
    encrypted = creation.flag("encrypted") or bool(creation.text("kmsKeyId"))
    standard_key = creation.arn("kms", f"key/{creation.shared('kms/elasticfilesystem').uuid()}")
    tags = creation.state.get("tags")
    label: Value = tags.get("Name") if isinstance(tags, dict) else ""
    size: Properties = {"value": _BYTES_WHEN_EMPTY, "valueInIa": 0, "valueInStandard": _BYTES_WHEN_EMPTY}
    return Computed(
        id,
        {
            "arn": creation.arn("elasticfilesystem", f"file-system/{id}"),
            "availabilityZoneId": zone_id_of(zone) if zone else "",
            "availabilityZoneName": zone,
            "creationToken": creation.text("creationToken", f"terraform-{creation.random.digits(26, 'token')}"),
            "dnsName": _efs_host(creation, id),
            "encrypted": encrypted,
            "kmsKeyId": creation.text("kmsKeyId", standard_key if encrypted else ""),
            "name": label if isinstance(label, str) else "",
            "numberOfMountTargets": 0,
            "ownerId": creation.account,
            "performanceMode": creation.text("performanceMode", "generalPurpose"),
            "protection": creation.merged("protection", {"replicationOverwrite": "ENABLED"}),
            "sizeInBytes": [size],
            "throughputMode": creation.text("throughputMode", "bursting"),
        },
    )


@computes("aws:efs/mountTarget:MountTarget")
def mount_target(creation: Creation) -> Computed:
    """A mount target in a subnet."""
    file_system, subnet = creation.text("fileSystemId"), creation.text("subnetId")
    zone = subnet_value(creation, subnet, "availabilityZone") or creation.facts.zones[0].name
    standard = default_security_group(creation, subnet_value(creation, subnet, "vpcId"))
    groups: list[Value] = [*creation.texts("securityGroups")] or ([standard] if standard else [])
    return Computed(
        creation.prefixed("fsmt"),
        {
            "availabilityZoneId": zone_id_of(zone),
            "availabilityZoneName": zone,
            "dnsName": _efs_host(creation, file_system),
            "fileSystemArn": creation.arn("elasticfilesystem", f"file-system/{file_system}"),
            "ipAddress": creation.text("ipAddress") or address_in(creation, subnet),
            "ipv6Address": creation.text("ipv6Address"),
            "mountTargetDnsName": f"{zone}.{_efs_host(creation, file_system)}",
            "networkInterfaceId": creation.prefixed("eni"),
            "ownerId": creation.account,
            "securityGroups": groups,
        },
    )


@computes("aws:efs/accessPoint:AccessPoint")
def access_point(creation: Creation) -> Computed:
    """An access point of a file system."""
    id = creation.prefixed("fsap")
    return Computed(
        id,
        {
            "arn": creation.arn("elasticfilesystem", f"access-point/{id}"),
            "fileSystemArn": creation.arn("elasticfilesystem", f"file-system/{creation.text('fileSystemId')}"),
            "ownerId": creation.account,
            "rootDirectory": creation.merged("rootDirectory", {"path": "/"}),
        },
    )


@computes(
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
)
def fsx_file_system(creation: Creation) -> Computed:
    """A file system of FSx."""
    id = creation.prefixed("fs")
    given = creation.inputs.get("subnetIds")
    subnets = [given] if isinstance(given, str) else creation.texts("subnetIds")
    address = address_in(creation, subnets[0]) if subnets else ""
    properties: Properties = {
        "arn": creation.arn("fsx", f"file-system/{id}"),
        "dnsName": f"{id}.fsx.{creation.region}.{creation.place.dns_suffix}",
        "endpointIpAddress": address,
        "kmsKeyId": creation.text("kmsKeyId") or creation.arn("kms", f"key/{creation.shared('kms/fsx').uuid()}"),
        "mountName": creation.random.lower(8, "mount"),
        "networkInterfaceIds": [creation.prefixed("eni")],
        "ownerId": creation.account,
        "preferredFileServerIp": address,
        "preferredSubnetId": creation.text("preferredSubnetId", subnets[0] if subnets else ""),
        "remoteAdministrationEndpoint": f"amznfsx{creation.random.lower(8, 'admin')}",
        "rootVolumeId": f"fsvol-0{creation.random.hex(16, 'volume')}",
        "vpcId": vpc_of(creation, subnets) or creation.prefixed("vpc"),
        "weeklyMaintenanceStartTime": creation.text("weeklyMaintenanceStartTime", "7:05:00"),
        "dailyAutomaticBackupStartTime": creation.text("dailyAutomaticBackupStartTime", "03:00"),
    }
    return Computed(id, creation.promised(properties))


@computes("aws:backup/vault:Vault")
def vault(creation: Creation) -> Computed:
    """A backup vault, whose id is its name."""
    name = creation.name()
    return Computed(
        name,
        {
            "arn": creation.arn("backup", f"backup-vault:{name}"),
            "kmsKeyArn": creation.text("kmsKeyArn")
            or creation.arn("kms", f"key/{creation.shared('kms/backup').uuid()}"),
            "recoveryPoints": 0,
        },
    )


@computes(
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    "aws:backup/vaultNotifications:VaultNotifications",
    "aws:backup/vaultPolicy:VaultPolicy",
)
def of_backup_vault(creation: Creation) -> Computed:
    """What belongs to a vault has the vault's name for an id."""
    name = creation.text("backupVaultName")
    return Computed(name, {"backupVaultArn": creation.arn("backup", f"backup-vault:{name}")})


@computes("aws:backup/plan:Plan")
def plan(creation: Creation) -> Computed:
    """A backup plan; every change makes a version."""
    id = creation.random.uuid("id")
    before = creation.current.get("version")
    kept = isinstance(before, str) and before and not creation.changed("rules", "name", "advancedBackupSettings")
    version = before if kept else _mixed(creation, f"version/{before or ''}")
    return Computed(id, {"arn": creation.arn("backup", f"backup-plan:{id}"), "version": version})


def _mixed(creation: Creation, label: str) -> str:
    upper, lower = creation.random.upper(48, label), creation.random.lower(48, label)
    return "".join(upper[place] if place % 2 else lower[place] for place in range(48))


@computes("aws:backup/selection:Selection")
def selection(creation: Creation) -> Computed:
    """The resources that a plan backs up."""
    return Computed(creation.random.uuid("id"), {"notResources": [*creation.texts("notResources")]})


@computes("aws:transfer/server:Server")
def transfer_server(creation: Creation) -> Computed:
    """A file transfer server."""
    id = f"s-{creation.random.hex(17, 'id')}"
    fingerprint = f"SHA256:{creation.random.lower(43, 'fingerprint')}="
    public = creation.text("endpointType", "PUBLIC") == "PUBLIC"
    host = f"{id}.server.transfer.{creation.region}.{creation.place.dns_suffix}"
    return Computed(
        id,
        {
            "arn": creation.arn("transfer", f"server/{id}"),
            "endpoint": host if public or creation.objects("endpointDetails") else "",
            "hostKeyFingerprint": fingerprint,
            "protocols": [*creation.texts("protocols")] or ["SFTP"],
            "securityPolicyName": creation.text("securityPolicyName", "TransferSecurityPolicy-2018-11"),
            "protocolDetails": creation.merged(
                "protocolDetails",
                {"passiveIp": "AUTO", "setStatOption": "DEFAULT", "tlsSessionResumptionMode": "ENFORCED"},
            ),
            "s3StorageOptions": creation.merged("s3StorageOptions", {"directoryListingOptimization": "DISABLED"}),
            "sftpAuthenticationMethods": creation.text("sftpAuthenticationMethods"),
        },
    )


@computes("aws:transfer/user:User", "aws:transfer/sshKey:SshKey")
def transfer_user(creation: Creation) -> Computed:
    """A user of a transfer server or a key of one."""
    server, user = creation.text("serverId"), creation.text("userName")
    if creation.resource.class_name == "SshKey":
        key = f"key-{creation.random.hex(17, 'key')}"
        return Computed(f"{server}/{user}/{key}", {"sshKeyId": key})
    return Computed(f"{server}/{user}", {"arn": creation.arn("transfer", f"user/{server}/{user}")})
