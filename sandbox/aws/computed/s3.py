"""S3: buckets, objects and access points."""

import base64
import hashlib
import mimetypes

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Asset, Properties, Value


@computes("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
def bucket(creation: Creation) -> Computed:
    """A bucket, whose id is its name; AWS encrypts with AES256 where nothing else is set."""
    name = creation.name("bucket")
    website = _website(creation, name) if creation.objects("website") or creation.objects("websites") else ("", "")
    encryption: Properties = {
        "rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256", "kmsMasterKeyId": ""}}
    }
    owner: Properties = {
        "id": creation.shared("canonical").hex(64),
        "permissions": ["FULL_CONTROL"],
        "type": "CanonicalUser",
        "uri": "",
    }
    versioning: Properties = {"enabled": False, "mfaDelete": False}
    properties: Properties = {
        "arn": creation.arn("s3", name, region="", account=""),
        "bucket": name,
        "bucketDomainName": f"{name}.s3.{creation.place.dns_suffix}",
        "bucketPrefix": creation.text("bucketPrefix"),
        "bucketRegion": creation.region,
        "bucketRegionalDomainName": f"{name}.s3.{creation.region}.{creation.place.dns_suffix}",
        "forceDestroy": creation.flag("forceDestroy"),
        "grants": [*creation.objects("grants")] or [owner],
        "hostedZoneId": creation.facts.s3_zone,
        "objectLockEnabled": creation.flag("objectLockEnabled"),
        "requestPayer": creation.text("requestPayer", "BucketOwner"),
        "websiteDomain": website[1],
        "websiteEndpoint": website[0],
    }
    if creation.resource.class_name == "Bucket":
        given = creation.state.get("versioning")
        properties["versioning"] = versioning | (given if isinstance(given, dict) else {})
        properties["serverSideEncryptionConfiguration"] = (
            creation.state.get("serverSideEncryptionConfiguration") or encryption
        )
    return Computed(name, {key: value for key, value in properties.items() if key in creation.resource.outputs})


def _website(creation: Creation, name: str) -> tuple[str, str]:
    """The website's endpoint and the domain that it lies in; regions opened before 2014 use a hyphen."""
    older = ("us-east-1", "us-west-1", "us-west-2", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "eu-west-1")
    mark = "-" if creation.region in (*older, "sa-east-1", "us-gov-west-1") else "."
    domain = f"s3-website{mark}{creation.region}.{creation.place.dns_suffix}"
    return f"{name}.{domain}", domain


@computes(
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
)
def bucket_website(creation: Creation) -> Computed:
    """The website of a bucket."""
    name = creation.text("bucket")
    endpoint, domain = _website(creation, name)
    return Computed(_owned(creation), {"websiteDomain": domain, "websiteEndpoint": endpoint})


def _owned(creation: Creation) -> str:
    owner = creation.text("expectedBucketOwner")
    return f"{creation.text('bucket')},{owner}" if owner else creation.text("bucket")


@computes(
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketVersioningV2:BucketVersioningV2",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketLoggingV2:BucketLoggingV2",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)
def bucket_setting(creation: Creation) -> Computed:
    """A setting of a bucket; its id is the bucket, and the expected owner where one is given."""
    properties: Properties = {}
    if "transitionDefaultMinimumObjectSize" in creation.resource.outputs:
        properties["transitionDefaultMinimumObjectSize"] = creation.text(
            "transitionDefaultMinimumObjectSize", "all_storage_classes_128K"
        )
    return Computed(_owned(creation), properties)


@computes("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
def bucket_acl(creation: Creation) -> Computed:
    """The access control list of a bucket."""
    parts = [part for part in (_owned(creation), creation.text("acl")) if part]
    return Computed(",".join(parts))


@computes("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/objectCopy:ObjectCopy")
def bucket_object(creation: Creation) -> Computed:
    """An object; a bucket with versioning gives it a version id, a new one for every new content."""
    key = creation.text("key") or creation.request.name
    name = creation.text("bucket")
    digest = _digest(creation)
    properties: Properties = {
        "arn": creation.arn("s3", f"{name}/{key}", region="", account=""),
        "key": key,
        "bucketKeyEnabled": creation.flag("bucketKeyEnabled"),
        "contentType": creation.text("contentType", _content_type(creation, key)),
        "etag": creation.text("etag", digest),
        "kmsKeyId": creation.text("kmsKeyId"),
        "serverSideEncryption": creation.text(
            "serverSideEncryption", "aws:kms" if creation.text("kmsKeyId") else "AES256"
        ),
        "storageClass": creation.text("storageClass", "STANDARD"),
        "versionId": creation.random.lower(32, f"version/{digest}") if _is_versioned(creation, name) else "",
        "checksumCrc32": "",
        "checksumCrc32c": "",
        "checksumCrc64nvme": base64.b64encode(digest[:8].encode()).decode(),
        "checksumSha1": "",
        "checksumSha256": "",
        "lastModified": creation.moment().strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "sourceVersionId": "",
        "expiration": "",
        "requestCharged": False,
    }
    return Computed(
        f"{name}/{key}", {key: item for key, item in properties.items() if key in creation.resource.outputs}
    )


def _digest(creation: Creation) -> str:
    source: Value = creation.inputs.get("source")
    content = creation.inputs.get("content") or creation.inputs.get("contentBase64")
    if isinstance(source, Asset) and source.text is not None:
        content = source.text
    if isinstance(content, str):
        return hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
    if isinstance(source, Asset) and source.hash:
        return source.hash[:32]
    return creation.random.hex(32, f"content/{source}")


def _content_type(creation: Creation, key: str) -> str:
    return mimetypes.guess_type(key)[0] or "application/octet-stream"


def _is_versioned(creation: Creation, name: str) -> bool:
    for type in ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"):
        for setting in creation.request.cloud.where(type, bucket=name):
            if setting.get("versioningConfiguration", "status") == "Enabled":
                return True
    owner = creation.find("aws:s3/bucket:Bucket", name)
    return owner is not None and owner.get("versioning", "enabled") is True


@computes("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint")
def multi_region_access_point(creation: Creation) -> Computed:
    """An access point over buckets of several regions: `ACCOUNT:NAME`."""
    account = creation.text("accountId", creation.account)
    alias = f"{creation.random.lower(13, 'alias')}.mrap"
    return Computed(
        f"{account}:{creation.merged('details', {}).get('name', '')}",
        {
            "accountId": account,
            "alias": alias,
            "arn": creation.arn("s3", f"accesspoint/{alias}", region="", account=account),
            "domainName": f"{alias}.accesspoint.s3-global.{creation.place.dns_suffix}",
            "status": "READY",
        },
    )


@computes("aws:s3/accessPoint:AccessPoint")
def access_point(creation: Creation) -> Computed:
    """An access point of a bucket."""
    name = creation.name()
    account = creation.text("accountId", creation.account)
    suffix = creation.place.dns_suffix
    alias = f"{name[:20]}-{creation.random.lower(34, 'alias')}-s3alias"
    return Computed(
        f"{account}:{name}",
        {
            "accountId": account,
            "alias": alias,
            "arn": creation.arn("s3", f"accesspoint/{name}", account=account),
            "bucketAccountId": creation.text("bucketAccountId", account),
            "domainName": f"{name}-{account}.s3-accesspoint.{creation.region}.{suffix}",
            "endpoints": {
                "dualstack": f"s3-accesspoint.dualstack.{creation.region}.{suffix}",
                "ipv4": f"s3-accesspoint.{creation.region}.{suffix}",
            },
            "hasPublicAccessPolicy": False,
            "networkOrigin": "VPC" if creation.objects("vpcConfiguration") else "Internet",
            "policy": creation.text("policy", "{}"),
        },
    )
