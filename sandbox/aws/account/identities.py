"""The IAM user that the sandbox's calls are made as, and the service-linked roles that AWS makes for itself."""

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties

USER = "sandbox"
CREATED = "2024-01-01T00:00:00Z"
"""When everything that an account has from the start was made."""

_LINKED_ROLES = (
    ("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling"),
    ("ecs.amazonaws.com", "AWSServiceRoleForECS"),
    ("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    ("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
    ("organizations.amazonaws.com", "AWSServiceRoleForOrganizations"),
    ("rds.amazonaws.com", "AWSServiceRoleForRDS"),
    ("sso.amazonaws.com", "AWSServiceRoleForSSO"),
    ("support.amazonaws.com", "AWSServiceRoleForSupport"),
    ("trustedadvisor.amazonaws.com", "AWSServiceRoleForTrustedAdvisor"),
)


def resources(place: Place) -> list[Deployed]:
    """The user and the roles."""
    return [_user(place), *(_role(place, service, name) for service, name in _LINKED_ROLES)]


def user_id(place: Place) -> str:
    """The unique id of the calling user, as AWS gives it in policies."""
    return "AIDA" + Generator(f"{place.account}/iam").upper(17, USER)


def user_arn(place: Place) -> str:
    """The ARN of the calling user."""
    return place.arn("iam", f"user/{USER}", region="")


def _user(place: Place) -> Deployed:
    state: Properties = {
        "arn": user_arn(place),
        "name": USER,
        "path": "/",
        "uniqueId": user_id(place),
        "tags": {},
        "tagsAll": {},
    }
    return Deployed("aws:iam/user:User", USER, place, state, seed="")


def _role(place: Place, service: str, name: str) -> Deployed:
    path = f"/aws-service-role/{service}/"
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"'
        + service
        + '"},"Action":"sts:AssumeRole"}]}'
    )
    state: Properties = {
        "arn": place.arn("iam", f"role{path}{name}", region=""),
        "assumeRolePolicy": trust,
        "createDate": CREATED,
        "description": "",
        "maxSessionDuration": 3600,
        "name": name,
        "path": path,
        "tags": {},
        "tagsAll": {},
        "uniqueId": "AROA" + Generator(f"{place.account}/iam").upper(17, name),
    }
    return Deployed("aws:iam/role:Role", name, place, state, seed="")
