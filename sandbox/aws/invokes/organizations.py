"""Organizations and IAM Identity Center."""

from sandbox.aws.account.organization import identity_center_arn, identity_store_id, organization_id, root_id
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.inventory import existing, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
_ACCOUNT = "aws:organizations/account:Account"


@FUNCTIONS.answers("aws:organizations/getOrganization:getOrganization")
def organization(arguments: Arguments, call: Call) -> Properties:
    """The organization with its root and every account in it."""
    home = existing(call, "aws:organizations/organization:Organization")[0]
    accounts: list[Value] = [_account(item) for item in existing(call, _ACCOUNT)]
    if arguments.flag("returnOrganizationOnly"):
        accounts = []
    others = [item for item in accounts if isinstance(item, dict) and item["id"] != call.place.account]
    return {**home.properties, "id": home.id, "accounts": accounts, "nonMasterAccounts": list(others)}


def _account(item: Deployed) -> Properties:
    fixed: Properties = {"joinedMethod": "CREATED", "joinedTimestamp": "2024-01-01T00:00:00Z", "status": "ACTIVE"}
    return {**fixed, "state": "ACTIVE", **item.properties, "id": item.id}


@FUNCTIONS.answers("aws:organizations/getOrganizationalUnits:getOrganizationalUnits")
def units(arguments: Arguments, call: Call) -> Properties:
    """The organizational units directly under a parent."""
    parent = arguments.text("parentId")
    children: list[Value] = [_unit(item) for item in existing(call, _UNIT) if text(item, "parentId") == parent]
    return {"id": parent, "children": children}


@FUNCTIONS.answers(
    "aws:organizations/getOrganizationalUnitDescendantOrganizationalUnits:getOrganizationalUnitDescendantOrganizationalUnits"
)
def descendant_units(arguments: Arguments, call: Call) -> Properties:
    """The organizational units under a parent at any depth."""
    parent = arguments.text("parentId")
    return {"id": parent, "children": [_unit(item) for item in _under(parent, existing(call, _UNIT))]}


def _unit(item: Deployed) -> Properties:
    return {"arn": text(item, "arn"), "id": item.id, "name": text(item, "name")}


def _under(parent: str, units: list[Deployed]) -> list[Deployed]:
    """The units under a parent at any depth, nearer ones first."""
    found: list[Deployed] = []
    parents, left = {parent}, units
    while True:
        level = [item for item in left if text(item, "parentId") in parents]
        if not level:
            return found
        found += level
        parents, left = {item.id for item in level}, [item for item in left if item not in level]


@FUNCTIONS.answers(
    "aws:organizations/getOrganizationalUnitChildAccounts:getOrganizationalUnitChildAccounts",
    "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts",
)
def accounts_under(arguments: Arguments, call: Call) -> Properties:
    """The accounts under a parent: directly, or at any depth."""
    parent = arguments.text("parentId")
    parents = {parent}
    if "Descendant" in arguments.token:
        parents |= {item.id for item in _under(parent, existing(call, _UNIT))}
    accounts = existing(call, _ACCOUNT)
    return {"id": parent, "accounts": [_account(item) for item in accounts if text(item, "parentId") in parents]}


@FUNCTIONS.answers("aws:organizations/getEntityPath:getEntityPath")
def entity_path(arguments: Arguments, call: Call) -> Properties:
    """The path from the organization to an account, unit or root."""
    entity = arguments.text("entityId")
    known = {item.id: text(item, "parentId") for item in existing(call, _UNIT, _ACCOUNT)}
    steps = [entity]
    while known.get(steps[0]) and known[steps[0]] not in steps:
        steps.insert(0, known[steps[0]])
    if steps[0] != root_id(call.place):
        raise AwsError(
            "ChildNotFoundException", f"The organization has no entity {entity}: deploy it first.", "entityId"
        )
    return {"id": entity, "entityPath": "/".join([organization_id(call.place), *steps]) + "/"}


@FUNCTIONS.answers("aws:ssoadmin/getInstances:getInstances")
def identity_center(arguments: Arguments, call: Call) -> Properties:
    """The one IAM Identity Center instance."""
    return {"arns": [identity_center_arn(call.place)], "identityStoreIds": [identity_store_id(call.place)]}


@FUNCTIONS.answers("aws:ssoadmin/getApplicationProviders:getApplicationProviders")
def application_providers(arguments: Arguments, call: Call) -> Properties:
    """The providers that custom applications are made from."""
    rows: list[Value] = [
        {
            "applicationProviderArn": f"arn:{call.place.partition}:sso::aws:applicationProvider/{name}",
            "displayDatas": [{"displayName": words, "description": words, "iconUrl": ""}],
            "federationProtocol": protocol,
        }
        for name, words, protocol in (
            ("custom", "Custom application", "OAUTH"),
            ("custom-saml", "Custom SAML 2.0 application", "SAML"),
        )
    ]
    return {"applicationProviders": rows}


@FUNCTIONS.answers("aws:identitystore/getGroup:getGroup", "aws:identitystore/getUser:getUser")
def member(arguments: Arguments, call: Call) -> Properties:
    """A group or user of the identity store by id, or by a unique attribute such as its display name."""
    kind = "Group" if arguments.token.endswith("Group") else "User"
    key, type = f"{kind.lower()}Id", f"aws:identitystore/{kind.lower()}:{kind}"
    wanted = arguments.text(key) or _unique_attribute(arguments)
    for item in existing(call, type):
        facts = {item.id.rpartition("/")[2], *(text(item, name) for name in (key, "displayName", "userName"))}
        if text(item, "identityStoreId") == arguments.text("identityStoreId") and wanted in facts:
            return {**item.properties, "id": text(item, key) or item.id}
    raise AwsError(
        "ResourceNotFoundException",
        f"{kind.upper()} not found: the identity store {arguments.text('identityStoreId')} has no {kind.lower()} "
        f"{wanted}; deploy an {type} first.",
    )


def _unique_attribute(arguments: Arguments) -> str:
    identifier = arguments.values.get("alternateIdentifier")
    for name, key in (("uniqueAttribute", "attributeValue"), ("externalId", "id")):
        part = identifier.get(name) if isinstance(identifier, dict) else None
        if isinstance(part, dict):
            return str(part.get(key))
    return ""
