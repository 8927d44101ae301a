"""EKS: clusters, node groups, Fargate profiles and add-ons."""

import base64
from typing import Final

from sandbox.aws.computed.addresses import vpc_of
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.wording import pem
from sandbox.values import Properties, Value

_VERSION: Final = "1.33"


def cluster_security_group(creation: Creation) -> str:
    """The security group that EKS makes for a cluster."""
    return creation.prefixed("sg", "cluster")


@computes("aws:eks/cluster:Cluster")
def cluster(creation: Creation) -> Computed:
    """A cluster, whose id is its name."""
    name = creation.name()
    issuer = creation.random.upper(32, "oidc")
    authority = base64.b64encode(pem("CERTIFICATE", creation, "authority").encode()).decode()
    return Computed(
        name,
        {
            "arn": creation.arn("eks", f"cluster/{name}"),
            "accessConfig": creation.merged(
                "accessConfig", {"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": True}
            ),
            "certificateAuthority": {"data": authority},
            "clusterId": "",
            "createdAt": creation.time(),
            "endpoint": f"https://{issuer}.gr7.{creation.region}.eks.amazonaws.com",
            "identities": [{"oidcs": [{"issuer": f"https://oidc.eks.{creation.region}.amazonaws.com/id/{issuer}"}]}],
            "kubernetesNetworkConfig": creation.merged(
                "kubernetesNetworkConfig",
                {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16", "serviceIpv6Cidr": ""},
            ),
            "platformVersion": "eks.12",
            "status": "ACTIVE",
            "upgradePolicy": creation.merged("upgradePolicy", {"supportType": "EXTENDED"}),
            "version": creation.text("version", _VERSION),
            "vpcConfig": _vpc_config(creation),
        },
    )


def _vpc_config(creation: Creation) -> Properties:
    base: Properties = {
        "clusterSecurityGroupId": cluster_security_group(creation),
        "endpointPrivateAccess": False,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["0.0.0.0/0"],
        "securityGroupIds": [],
    }
    config = creation.merged("vpcConfig", base)
    subnets = config.get("subnetIds")
    ids = [item for item in subnets if isinstance(item, str)] if isinstance(subnets, list) else []
    config["vpcId"] = vpc_of(creation, ids) or creation.prefixed("vpc")
    return config


def _version(creation: Creation) -> str:
    found = creation.find("aws:eks/cluster:Cluster", creation.text("clusterName"))
    value: Value = found.get("version") if found is not None else None
    return value if isinstance(value, str) and value else _VERSION


@computes("aws:eks/nodeGroup:NodeGroup")
def node_group(creation: Creation) -> Computed:
    """A managed node group: `CLUSTER:NAME`."""
    owner, name = creation.text("clusterName"), creation.name("nodeGroupName")
    version = creation.text("version", _version(creation))
    custom = bool(creation.objects("launchTemplate"))
    group = f"eks-{name}-{creation.random.uuid('group')}"
    return Computed(
        f"{owner}:{name}",
        {
            "amiType": creation.text("amiType", "AL2023_x86_64_STANDARD"),
            "arn": creation.arn("eks", f"nodegroup/{owner}/{name}/{creation.random.uuid('arn')}"),
            "capacityType": creation.text("capacityType", "ON_DEMAND"),
            "diskSize": creation.number("diskSize", 0 if custom else 20),
            "instanceTypes": [*creation.texts("instanceTypes")] or ([] if custom else ["t3.medium"]),
            "nodeGroupName": name,
            "nodeGroupNamePrefix": creation.text("nodeGroupNamePrefix"),
            "releaseVersion": creation.text("releaseVersion", f"{version}.0-20260101"),
            "resources": [{"autoscalingGroups": [{"name": group}], "remoteAccessSecurityGroupId": ""}],
            "status": "ACTIVE",
            "updateConfig": creation.merged("updateConfig", {"maxUnavailable": 1}),
            "version": version,
        },
    )


@computes("aws:eks/fargateProfile:FargateProfile")
def fargate_profile(creation: Creation) -> Computed:
    """A Fargate profile: `CLUSTER:NAME`."""
    owner, name = creation.text("clusterName"), creation.name("fargateProfileName")
    return Computed(
        f"{owner}:{name}",
        {
            "arn": creation.arn("eks", f"fargateprofile/{owner}/{name}/{creation.random.uuid('arn')}"),
            "fargateProfileName": name,
            "status": "ACTIVE",
        },
    )


@computes("aws:eks/addon:Addon")
def addon(creation: Creation) -> Computed:
    """An add-on: `CLUSTER:NAME`."""
    owner, name = creation.text("clusterName"), creation.text("addonName")
    return Computed(
        f"{owner}:{name}",
        {
            "addonVersion": creation.text("addonVersion", "v1.20.0-eksbuild.1"),
            "arn": creation.arn("eks", f"addon/{owner}/{name}/{creation.random.uuid('arn')}"),
            "configurationValues": creation.text("configurationValues"),
            "createdAt": creation.time(),
            "modifiedAt": creation.time(),
        },
    )


@computes("aws:eks/accessEntry:AccessEntry", "aws:eks/podIdentityAssociation:PodIdentityAssociation")
def access(creation: Creation) -> Computed:
    """Who may use a cluster, or which role its pods take."""
    owner = creation.text("clusterName")
    if creation.resource.class_name == "PodIdentityAssociation":
        id = f"a-{creation.random.lower(17, 'id')}"
        arn = creation.arn("eks", f"podidentityassociation/{owner}/{id}")
        return Computed(id, creation.promised({"associationArn": arn, "associationId": id, "externalId": ""}))
    principal = creation.text("principalArn")
    kind, _, who = principal.rsplit(":", 1)[-1].partition("/")
    path = f"access-entry/{owner}/{kind}/{creation.account}/{who}/{creation.random.uuid('arn')}"
    return Computed(
        f"{owner}:{principal}",
        creation.promised(
            {
                "accessEntryArn": creation.arn("eks", path),
                "createdAt": creation.time(),
                "modifiedAt": creation.time(),
                "kubernetesGroups": [*creation.texts("kubernetesGroups")],
                "type": creation.text("type", "STANDARD"),
                "userName": creation.text("userName", principal),
            }
        ),
    )
