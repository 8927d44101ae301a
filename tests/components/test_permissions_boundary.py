"""Roles that are made by what deploys can do no more than their boundary, and it can't be left."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pulumi
import pytest

from components.account_providers import AccountProviders, AccountProvidersArgs
from components.cross_account_access import CrossAccountAccess, CrossAccountAccessArgs
from components.deployment_rights import DeploymentRightsArgs, deployment_statements
from components.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs, within_boundary
from tests.components.recorder import ACCOUNT, REGION, Recorder, record
from tests.settings.stack_files import config

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/WorkloadBoundary"
ROLE = "aws:iam/role:Role"
RIGHTS: DeploymentRightsArgs = {
    "services": ["ecs"],
    "regions": [REGION],
    "manage_roles": True,
    "boundary_arn": BOUNDARY,
    "role_tags": {"Project": "Shop", "ManagedBy": "Pulumi"},
    "protected_roles": ["DeploymentRole"],
}
POLICY: PermissionsBoundaryArgs = {
    "account_id": ACCOUNT,
    "region": REGION,
    "policy_name": "WorkloadBoundary",
    "services": ["dynamodb", "logs"],
    "regions": [REGION],
    "pass_roles_to": ["ecs-tasks.amazonaws.com"],
}


def statements(rights: DeploymentRightsArgs) -> dict[str, dict[str, Any]]:
    return {str(item["Sid"]): item for item in deployment_statements(rights, REGION, ACCOUNT)}


def sids_of(action: str, found: dict[str, dict[str, Any]]) -> list[str]:
    return [sid for sid, item in found.items() if action in item["Action"]]


def bound(type_: str, **props: object) -> pulumi.ResourceTransformResult | None:
    args = pulumi.ResourceTransformArgs(True, type_, "api-roles-task", dict(props), pulumi.ResourceOptions())
    result = within_boundary(BOUNDARY)(args)
    assert result is None or isinstance(result, pulumi.ResourceTransformResult)
    return result


OWN = {"aws:ResourceTag/Project": "Shop", "aws:ResourceTag/ManagedBy": "Pulumi"}
ASKED = {"aws:RequestTag/Project": "Shop", "aws:RequestTag/ManagedBy": "Pulumi"}
BOUNDED = {"iam:PermissionsBoundary": BOUNDARY}


def role(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def may(action: str, resource: str, context: dict[str, str]) -> bool:
    """Whether the rights allow a request, as IAM decides: a Deny wins, and a key that is absent equals nothing."""

    def applies(item: dict[str, Any]) -> bool:
        resources = item["Resource"] if isinstance(item["Resource"], list) else [item["Resource"]]
        wanted = item.get("Condition", {}).get("StringEquals", {})
        return (
            any(fnmatchcase(action, pattern) for pattern in item["Action"])
            and any(fnmatchcase(resource, pattern) for pattern in resources)
            and all(context.get(key) == value for key, value in wanted.items())
        )

    effects = {item["Effect"] for item in statements(RIGHTS).values() if applies(item)}
    return effects == {"Allow"}


@pytest.mark.parametrize("action", ["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])
def test_own_roles_are_given_rights_within_the_boundary_only(action: str) -> None:
    assert may(action, role("api"), {**OWN, **BOUNDED})
    assert not may(action, role("api"), OWN)
    assert not may(
        action, role("api"), {**OWN, "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}
    )
    assert not may(action, role("api"), BOUNDED)


def test_a_role_is_made_within_the_boundary_and_with_the_tags_of_the_system_only() -> None:
    assert may("iam:CreateRole", role("api"), {**ASKED, **BOUNDED})
    assert may("iam:TagRole", role("api"), {**ASKED, **OWN})
    assert not may("iam:CreateRole", role("api"), ASKED)
    assert not may("iam:CreateRole", role("api"), BOUNDED)
    assert not may("iam:CreateRole", role("api"), {**BOUNDED, **ASKED, "aws:RequestTag/Project": "Bank"})


@pytest.mark.parametrize("tags", [{}, {"aws:ResourceTag/Project": "Shop"}, {**OWN, "aws:ResourceTag/Project": "Bank"}])
def test_a_role_of_others_can_not_be_tagged_to_take_it_over(tags: dict[str, str]) -> None:
    for action in ("iam:TagRole", "iam:UntagRole"):
        assert not may(action, role("Emergency"), {**tags, **ASKED})
    for action in ("iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:DetachRolePolicy", "iam:UpdateRole"):
        assert not may(action, role("Emergency"), tags)


@pytest.mark.parametrize(
    "action", ["iam:UpdateAssumeRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:DeleteRole", "iam:DeleteRolePolicy"]
)
def test_own_roles_are_changed_unless_they_are_protected(action: str) -> None:
    assert may(action, role("api"), OWN)
    assert not may(action, role("DeploymentRole"), OWN)


def test_roles_linked_to_services_are_made_and_tagged_without_tags_before() -> None:
    linked = role("aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")
    assert may("iam:CreateServiceLinkedRole", linked, {})
    assert may("iam:TagRole", linked, ASKED)
    assert not may("iam:UpdateAssumeRolePolicy", linked, {})


def test_who_manages_roles_that_nothing_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="give role_tags"):
        deployment_statements({**RIGHTS, "role_tags": {}}, REGION, ACCOUNT)


def test_what_deploys_can_not_take_a_boundary_away() -> None:
    found = statements(RIGHTS)
    assert sids_of("iam:DeleteRolePermissionsBoundary", found) == ["KeepBoundaries", "KeepOwnLimits"]
    assert found["KeepBoundaries"]["Effect"] == "Deny"
    assert found["KeepBoundaries"]["Resource"] == f"arn:aws:iam::{ACCOUNT}:role/*"


def test_what_deploys_can_not_change_the_policies_that_bound_roles() -> None:
    own = f"arn:aws:iam::{ACCOUNT}:policy/DeployerBoundary"
    kept = statements({**RIGHTS, "protected_policies": [own]})["KeepBoundaryPolicies"]
    assert (kept["Effect"], kept["Resource"]) == ("Deny", [BOUNDARY, own])
    assert {"iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"} < set(kept["Action"])


def test_what_deploys_uses_keys_through_services_and_those_of_secret_values_in_state_directly() -> None:
    found = statements({**RIGHTS, "services": ["ecs", "kms"], "secrets_aliases": ["pulumi-main"]})
    assert found["DeployServices"]["Action"] == ["ecs:*"]
    assert not [action for action in found["AdministerKeys"]["Action"] if "crypt" in action]
    assert sids_of("kms:Decrypt", found) == ["UseKeysThroughServices", "HandleSecretValuesOfState"]
    assert "kms:ViaService" in found["UseKeysThroughServices"]["Condition"]["StringLike"]
    aliases = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/pulumi-main"]}}
    assert found["HandleSecretValuesOfState"]["Condition"] == aliases


def test_who_manages_roles_without_a_boundary_is_refused() -> None:
    unbounded: DeploymentRightsArgs = {
        "services": ["ecs"],
        "regions": [REGION],
        "manage_roles": True,
        "protected_roles": [],
    }
    with pytest.raises(ValueError, match="give boundary_arn"):
        deployment_statements(unbounded, REGION, ACCOUNT)
    found = statements({**unbounded, "manage_roles": False})
    assert list(found) == ["DeployServices"]


def test_a_boundary_has_no_right_over_identities_but_to_hand_roles_on() -> None:
    policy = record(lambda: PermissionsBoundary("boundary", POLICY)).only("aws:iam/policy:Policy").inputs
    assert policy["name"] == "WorkloadBoundary"
    use, hand = json.loads(policy["policy"])["Statement"]
    assert use["Action"] == ["dynamodb:*", "logs:*"]
    assert use["Condition"] == {"StringEquals": {"aws:RequestedRegion": [REGION]}}
    assert hand["Action"] == ["iam:PassRole"]
    assert hand["Condition"] == {"StringEquals": {"iam:PassedToService": ["ecs-tasks.amazonaws.com"]}}


def test_a_boundary_that_hands_on_no_role_says_nothing_of_iam() -> None:
    recorder = record(lambda: PermissionsBoundary("boundary", {**POLICY, "pass_roles_to": []}))
    assert "iam:" not in recorder.only("aws:iam/policy:Policy").inputs["policy"]


def test_access_to_an_account_brings_its_boundary_along() -> None:
    args: CrossAccountAccessArgs = {"account_id": ACCOUNT, "region": REGION, "permissions_boundary": POLICY}
    recorder = record(lambda: CrossAccountAccess("access", args))
    assert recorder.only("aws:iam/policy:Policy").name == "access-boundary-policy"


def test_a_role_gets_the_boundary_and_keeps_the_rest() -> None:
    result = bound(ROLE, description="d")
    assert result is not None
    assert result.props == {"description": "d", "permissionsBoundary": BOUNDARY}


def test_a_role_with_a_boundary_of_its_own_keeps_it() -> None:
    assert bound(ROLE, permissionsBoundary="arn:aws:iam::1:policy/own") is None


def test_nothing_else_has_a_boundary() -> None:
    assert bound("aws:iam/policy:Policy", name="p") is None


def test_components_of_an_account_with_a_boundary_are_told_so() -> None:
    args: AccountProvidersArgs = {
        "accounts": {
            "bounded": {"account_id": ACCOUNT, "region": REGION, "default_tags": {}, "boundary_arn": BOUNDARY},
            "free": {"account_id": "123456789013", "region": REGION, "default_tags": {}},
        }
    }
    found: dict[str, pulumi.ResourceOptions] = {}

    def program() -> None:
        accounts = AccountProviders("accounts", args)
        found.update({name: accounts.options_after(name, None) for name in args["accounts"]})

    record(program)
    assert len(found["bounded"].transforms or []) == 1
    assert not found["free"].transforms


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_role_of_a_stack_has_the_boundary_of_its_account(
    environment: str, request: pytest.FixtureRequest
) -> None:
    recorder: Recorder = request.getfixturevalue(environment)
    roles = recorder.all(ROLE)
    assert len(roles) > 5
    account = config(environment)["platform:account"]["id"]
    assert {role.inputs.get("permissionsBoundary") for role in roles} == {
        f"arn:aws:iam::{account}:policy/WorkloadBoundary"
    }


def test_roles_that_come_from_outside_have_no_boundary_of_workloads(management: Recorder) -> None:
    assert {role.inputs.get("permissionsBoundary") for role in management.all(ROLE)} == {None}
