"""Short-lived credentials that services hand out, drawn anew at every call; nothing accepts them."""

import secrets

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.inventory import existing, names_of, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties

FUNCTIONS = FunctionTable()

_EXPIRES = "2030-01-01T00:00:00Z"


@FUNCTIONS.answers("aws:codeartifact/getAuthorizationToken:getAuthorizationToken")
def artifact_token(arguments: Arguments, call: Call) -> Properties:
    """A token for a CodeArtifact domain."""
    owner = arguments.text("domainOwner", call.place.account)
    domain = _required(call, "aws:codeartifact/domain:Domain", "domain", arguments.text("domain"))
    return {
        "id": f"{owner}:{text(domain, 'domain')}",
        "authorizationToken": secrets.token_urlsafe(96),
        "domainOwner": owner,
        "expiration": _EXPIRES,
    }


@FUNCTIONS.answers("aws:codeartifact/getRepositoryEndpoint:getRepositoryEndpoint")
def artifact_endpoint(arguments: Arguments, call: Call) -> Properties:
    """The address of a CodeArtifact repository for a package format."""
    owner, format = arguments.text("domainOwner", call.place.account), arguments.text("format")
    domain = _required(call, "aws:codeartifact/domain:Domain", "domain", arguments.text("domain"))
    repository = arguments.text("repository")
    _required(call, "aws:codeartifact/repository:Repository", "repository", repository)
    host = f"{text(domain, 'domain')}-{owner}.d.codeartifact.{call.place.region}.{call.place.dns_suffix}"
    endpoint = f"https://{host}/{format}/{repository}/"
    return {"id": endpoint, "repositoryEndpoint": endpoint, "domainOwner": owner}


@FUNCTIONS.answers("aws:redshift/getClusterCredentials:getClusterCredentials")
def cluster_credentials(arguments: Arguments, call: Call) -> Properties:
    """A user and password for a Redshift cluster."""
    wanted = arguments.text("clusterIdentifier")
    _required(call, "aws:redshift/cluster:Cluster", "clusterIdentifier", wanted)
    user = arguments.text("dbUser")
    return {
        "id": wanted,
        "dbUser": f"IAMA:{user}" if arguments.flag("autoCreate") else f"IAM:{user}",
        "dbPassword": secrets.token_urlsafe(48),
        "expiration": _EXPIRES,
    }


@FUNCTIONS.answers("aws:redshiftserverless/getCredentials:getCredentials")
def workgroup_credentials(arguments: Arguments, call: Call) -> Properties:
    """A user and password for a Redshift Serverless workgroup."""
    wanted = arguments.text("workgroupName")
    _required(call, "aws:redshiftserverless/workgroup:Workgroup", "workgroupName", wanted)
    return {
        "id": wanted,
        "dbUser": "IAM:sandbox",
        "dbPassword": secrets.token_urlsafe(48),
        "expiration": _EXPIRES,
    }


@FUNCTIONS.answers("aws:ivs/getStreamKey:getStreamKey")
def stream_key(arguments: Arguments, call: Call) -> Properties:
    """The stream key of an IVS channel."""
    channel = _required(call, "aws:ivs/channel:Channel", "channelArn", arguments.text("channelArn"))
    arn = text(channel, "arn").replace(":channel/", ":stream-key/")
    return {"id": arn, "arn": arn, "value": f"sk_{call.place.region}_{secrets.token_urlsafe(24)}"}


def _required(call: Call, type: str, property: str, wanted: str) -> Deployed:
    for item in existing(call, type):
        if wanted in names_of(item) | {text(item, property)}:
            return item
    raise AwsError(
        "ResourceNotFoundException",
        f"no {type} is {wanted or 'named'}: deploy it in the sandbox first; `sandbox/cloud list` shows what exists.",
        property,
    )
