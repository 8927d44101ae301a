"""What the databases of RDS, DocumentDB and Neptune share: host names, keys, secrets and networks."""

from sandbox.aws.computed.addresses import default_security_group, vpc_of
from sandbox.aws.computed.creation import Creation
from sandbox.aws.model import Deployed
from sandbox.values import Value


def host(creation: Creation, name: str, kind: str = "") -> str:
    """The host name of a database; all databases of an account and region share the part after the name."""
    middle = f"{kind}-" if kind else ""
    return f"{name}.{middle}c{creation.shared('rds').lower(11)}.{creation.region}.rds.{creation.place.dns_suffix}"


def hosted_zone(creation: Creation) -> str:
    """The hosted zone of the region's database host names."""
    return "Z" + creation.shared("rds-zone").upper(13)


def standard_key(creation: Creation, service: str) -> str:
    """The ARN of the AWS managed key of a service."""
    return creation.arn("kms", f"key/{creation.shared(f'kms/{service}').uuid()}")


def managed_secret(creation: Creation, kind: str) -> list[Value]:
    """The secret that RDS makes for a managed master password; empty where the password isn't managed."""
    if not creation.flag("manageMasterUserPassword"):
        return []
    name = f"rds!{kind}-{creation.random.uuid('masterSecret')}"
    return [
        {
            "secretArn": creation.arn("secretsmanager", f"secret:{name}-{creation.random.lower(6, 'masterSecret')}"),
            "secretStatus": "active",
            "kmsKeyId": creation.text("masterUserSecretKmsKeyId") or standard_key(creation, "secretsmanager"),
        }
    ]


def instance_named(creation: Creation, name: str) -> Deployed | None:
    """The instance of an identifier, resource id or ARN, in any region; None where there is none."""
    identifier = name.rsplit(":", 1)[-1]
    for instance in creation.request.cloud.everywhere("aws:rds/instance:Instance"):
        same_place = not name.startswith("arn:") or instance.get("arn") == name
        if identifier and same_place and identifier in (instance.get("identifier"), instance.id):
            return instance
    return None


def subnets_of(creation: Creation, group: str) -> list[str]:
    """The subnets of a database subnet group; empty where the group isn't known."""
    found = creation.find("aws:rds/subnetGroup:SubnetGroup", group)
    value: Value = found.get("subnetIds") if found is not None else None
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def groups_of(creation: Creation, group: str) -> list[Value]:
    """The security groups that a database has when none is given: its VPC's default one."""
    standard = default_security_group(creation, vpc_of(creation, subnets_of(creation, group)))
    return [standard] if standard else [creation.prefixed("sg", "default")]
