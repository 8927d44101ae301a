"""CloudFront and Global Accelerator."""

from typing import Final

from sandbox.aws.computed.apigateway import CLOUDFRONT_ZONE
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.wording import public_address
from sandbox.values import Properties, Value

ACCELERATOR_ZONE: Final = "Z2BJ6XQ5FK7U4H"
"""The hosted zone of all accelerators (AWS General Reference, Global Accelerator)."""


def _reference(creation: Creation) -> str:
    return f"terraform-{creation.moment().strftime('%Y%m%d%H%M%S')}{creation.random.digits(12, 'reference')}"


@computes("aws:cloudfront/distribution:Distribution")
def distribution(creation: Creation) -> Computed:
    """A distribution with its `cloudfront.net` name."""
    id = "E" + creation.random.upper(13, "id")
    nobody: list[Value] = [{"enabled": False, "items": []}]
    return Computed(
        id,
        {
            "arn": creation.arn("cloudfront", f"distribution/{id}", region=""),
            "callerReference": _reference(creation),
            "continuousDeploymentPolicyId": creation.text("continuousDeploymentPolicyId"),
            "domainName": f"d{creation.random.lower(13, 'domain')}.cloudfront.net",
            "etag": creation.etag(),
            "hostedZoneId": CLOUDFRONT_ZONE,
            "httpVersion": creation.text("httpVersion", "http2"),
            "inProgressValidationBatches": 0,
            "lastModifiedTime": creation.moment().strftime("%Y-%m-%d %H:%M:%S.000 +0000 UTC"),
            "loggingV1Enabled": bool(creation.objects("loggingConfig")),
            "priceClass": creation.text("priceClass", "PriceClass_All"),
            "status": "Deployed",
            "trustedKeyGroups": nobody,
            "trustedSigners": nobody,
        },
    )


@computes("aws:cloudfront/originAccessIdentity:OriginAccessIdentity")
def origin_access_identity(creation: Creation) -> Computed:
    """The identity by which CloudFront reads a private bucket."""
    id = "E" + creation.random.upper(13, "id")
    user = f"user/CloudFront Origin Access Identity {id}"
    return Computed(
        id,
        {
            "arn": creation.arn("cloudfront", f"origin-access-identity/{id}", region=""),
            "callerReference": _reference(creation),
            "cloudfrontAccessIdentityPath": f"origin-access-identity/cloudfront/{id}",
            "etag": creation.etag(),
            "iamArn": creation.arn("iam", user, region="", account="cloudfront"),
            "s3CanonicalUserId": creation.random.hex(96, "canonical"),
        },
    )


@computes(
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "aws:cloudfront/publicKey:PublicKey",
    "aws:cloudfront/fieldLevelEncryptionConfig:FieldLevelEncryptionConfig",
    "aws:cloudfront/fieldLevelEncryptionProfile:FieldLevelEncryptionProfile",
)
def numbered(creation: Creation) -> Computed:
    """Types with an id of letters and digits and an entity tag."""
    id = ("K" if creation.resource.class_name == "PublicKey" else "E") + creation.random.upper(13, "id")
    kind = {
        "OriginAccessControl": "origin-access-control",
        "FieldLevelEncryptionConfig": "field-level-encryption-config",
    }.get(creation.resource.class_name, "field-level-encryption-profile")
    properties: Properties = {
        "arn": creation.arn("cloudfront", f"{kind}/{id}", region=""),
        "callerReference": creation.random.uuid("reference"),
        "etag": creation.etag(),
        "namePrefix": creation.text("namePrefix"),
    }
    return Computed(id, creation.promised(properties))


@computes(
    "aws:cloudfront/cachePolicy:CachePolicy",
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "aws:cloudfront/keyGroup:KeyGroup",
    "aws:cloudfront/continuousDeploymentPolicy:ContinuousDeploymentPolicy",
)
def policy(creation: Creation) -> Computed:
    """A policy or key group, whose id is a UUID."""
    kind = {
        "CachePolicy": "cache-policy",
        "OriginRequestPolicy": "origin-request-policy",
        "ResponseHeadersPolicy": "response-headers-policy",
        "ContinuousDeploymentPolicy": "continuous-deployment-policy",
    }.get(creation.resource.class_name, "key-group")
    id = creation.random.uuid("id")
    properties: Properties = {
        "arn": creation.arn("cloudfront", f"{kind}/{id}", region=""),
        "etag": creation.etag(),
        "lastModifiedTime": creation.time(),
    }
    return Computed(id, creation.promised(properties))


@computes("aws:cloudfront/function:Function")
def function(creation: Creation) -> Computed:
    """A CloudFront function, whose id is its name."""
    name = creation.name()
    published = creation.flag("publish", True)
    etag = creation.etag()
    return Computed(
        name,
        {
            "arn": creation.arn("cloudfront", f"function/{name}", region=""),
            "etag": etag,
            "liveStageEtag": etag if published else "",
            "status": "UNASSOCIATED" if published else "UNPUBLISHED",
        },
    )


@computes("aws:globalaccelerator/accelerator:Accelerator")
def accelerator(creation: Creation) -> Computed:
    """A Global Accelerator, whose id is its ARN."""
    arn = creation.arn("globalaccelerator", f"accelerator/{creation.random.uuid('id')}", region="")
    host = f"a{creation.random.hex(16, 'dns')}"
    dual = creation.text("ipAddressType") == "DUAL_STACK"
    addresses: list[Value] = [public_address(creation, "first"), public_address(creation, "second")]
    return Computed(
        arn,
        {
            "arn": arn,
            "dnsName": f"{host}.awsglobalaccelerator.com",
            "dualStackDnsName": f"{host}.dualstack.awsglobalaccelerator.com" if dual else "",
            "hostedZoneId": ACCELERATOR_ZONE,
            "ipSets": [{"ipAddresses": [*creation.texts("ipAddresses")] or addresses, "ipFamily": "IPv4"}],
        },
    )
