"""An AWS Organization whose management account is the sandbox's account, and its IAM Identity Center instance."""

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties

_PRINCIPALS = ("cloudtrail.amazonaws.com", "config.amazonaws.com", "ram.amazonaws.com", "sso.amazonaws.com")


def organization_id(place: Place) -> str:
    """The organization's id, `o-` and ten characters."""
    return "o-" + Generator(f"{place.account}/organizations").lower(10)


def root_id(place: Place) -> str:
    """The id of the organization's root, `r-` and four characters."""
    return "r-" + Generator(f"{place.account}/organizations").lower(4, "root")


def identity_store_id(place: Place) -> str:
    """The id of the identity store, `d-` and ten digits."""
    return "d-" + Generator(f"{place.account}/sso").digits(10)


def identity_center_arn(place: Place) -> str:
    """The ARN of the IAM Identity Center instance."""
    return f"arn:{place.partition}:sso:::instance/ssoins-{Generator(f'{place.account}/sso').hex(16, 'instance')}"


def resources(place: Place) -> list[Deployed]:
    """The organization and its management account."""
    organization, account = organization_id(place), management_account(place)
    root: Properties = {
        "arn": _arn(place, f"root/{organization}/{root_id(place)}"),
        "id": root_id(place),
        "name": "Root",
        "policyTypes": [{"status": "ENABLED", "type": "SERVICE_CONTROL_POLICY"}],
    }
    state: Properties = {
        "accounts": [account],
        "arn": _arn(place, f"organization/{organization}"),
        "awsServiceAccessPrincipals": list(_PRINCIPALS),
        "enabledPolicyTypes": ["SERVICE_CONTROL_POLICY"],
        "featureSet": "ALL",
        "masterAccountArn": account["arn"],
        "masterAccountEmail": account["email"],
        "masterAccountId": place.account,
        "masterAccountName": account["name"],
        "nonMasterAccounts": [],
        "roots": [root],
    }
    return [
        Deployed("aws:organizations/organization:Organization", organization, place, state, seed=""),
        Deployed("aws:organizations/account:Account", place.account, place, dict(account), seed=""),
    ]


def management_account(place: Place) -> Properties:
    """The management account as the Organizations API describes it."""
    return {
        "arn": _arn(place, f"account/{organization_id(place)}/{place.account}"),
        "email": "management@example.com",
        "id": place.account,
        "joinedMethod": "INVITED",
        "joinedTimestamp": "2024-01-01T00:00:00Z",
        "name": "management",
        "parentId": root_id(place),
        "state": "ACTIVE",
        "status": "ACTIVE",
        "tags": {},
    }


def _arn(place: Place, resource: str) -> str:
    return place.arn("organizations", resource, region="")
