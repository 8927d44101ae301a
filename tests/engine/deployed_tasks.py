"""Containers, groups and rights of what was deployed."""

import json
from typing import Any

from tests.engine.deployments import Deployment

TASK = "aws:ecs/taskDefinition:TaskDefinition"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def container(deployment: Deployment, name: str) -> dict[str, Any]:
    """The main container of a service or job."""
    definitions = json.loads(str(deployment.named(TASK, f"{name}-task").get("containerDefinitions")))
    (found,) = (definition for definition in definitions if definition["name"] == name)
    return dict(found)


def environment(deployment: Deployment, name: str) -> dict[str, str]:
    """Its environment variables."""
    return {variable["name"]: variable["value"] for variable in container(deployment, name).get("environment", [])}


def sources(deployment: Deployment, name: str) -> dict[str, str]:
    """Where its other variables come from: ARNs of secrets, each with its JSON key, and of parameters."""
    return {variable["name"]: variable["valueFrom"] for variable in container(deployment, name).get("secrets", [])}


def admitted(deployment: Deployment, group: str) -> set[tuple[str, int]]:
    """Who may reach a group, by its logical name, and on which port: logical names of groups, or blocks."""
    names = {item.id: item.name for item in deployment.all(GROUP)}
    (own,) = (id for id, name in names.items() if name == group)
    return {
        (names.get(str(rule.get("referencedSecurityGroupId")), str(rule.get("cidrIpv4"))), int(str(rule.get("toPort"))))
        for rule in deployment.all(INGRESS)
        if rule.get("securityGroupId") == own
    }


def allowed(deployment: Deployment, role: str) -> dict[str, dict[str, Any]]:
    """What the policy of a role allows, by statement."""
    owner = deployment.named("aws:iam/role:Role", role)
    (policy,) = (item for item in deployment.all("aws:iam/rolePolicy:RolePolicy") if item.get("role") == owner.id)
    return {statement["Sid"]: statement for statement in json.loads(str(policy.get("policy")))["Statement"]}
