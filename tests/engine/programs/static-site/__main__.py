"""A static website: private bucket, CloudFront with origin access control, certificate and DNS records."""

import json
import mimetypes
from pathlib import Path

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
domain = config.require("domain")
site = Path("site")

# CloudFront takes its certificate from us-east-1, wherever the site itself lives.
virginia = aws.Provider("virginia", region="us-east-1", default_tags={"tags": {"Site": domain}})
in_virginia = pulumi.ResourceOptions(provider=virginia)

bucket = aws.s3.Bucket("site", force_destroy=True)
aws.s3.BucketPublicAccessBlock(
    "site",
    bucket=bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
aws.s3.BucketWebsiteConfiguration(
    "site", bucket=bucket.id, index_document={"suffix": "index.html"}, error_document={"key": "404.html"}
)
for file in sorted(path for path in site.rglob("*") if path.is_file()):
    key = file.relative_to(site).as_posix()
    aws.s3.BucketObjectv2(
        key,
        bucket=bucket.bucket,
        key=key,
        source=pulumi.FileAsset(file),
        content_type=mimetypes.guess_type(file.name)[0],
    )
aws.s3.BucketObject(
    "404.html",
    bucket=bucket.id,
    key="404.html",
    source=pulumi.StringAsset("<h1>Not found</h1>"),
    content_type="text/html",
)

logs = aws.s3.Bucket("logs")
owned = aws.s3.BucketOwnershipControls("logs", bucket=logs.id, rule={"object_ownership": "BucketOwnerPreferred"})
aws.s3.BucketAcl("logs", bucket=logs.id, acl="log-delivery-write", opts=pulumi.ResourceOptions(depends_on=[owned]))

zone = aws.route53.Zone("shop", name=domain, comment="The shop")
certificate = aws.acm.Certificate(
    "site",
    domain_name=domain,
    subject_alternative_names=[f"www.{domain}"],
    validation_method="DNS",
    opts=in_virginia,
)
validation_records = [
    aws.route53.Record(
        f"validation-{position}",
        zone_id=zone.zone_id,
        name=certificate.domain_validation_options[position].resource_record_name,
        type=certificate.domain_validation_options[position].resource_record_type,
        records=[certificate.domain_validation_options[position].resource_record_value],
        ttl=300,
        allow_overwrite=True,
    )
    for position in range(2)
]
validated = aws.acm.CertificateValidation(
    "site",
    certificate_arn=certificate.arn,
    validation_record_fqdns=[record.fqdn for record in validation_records],
    opts=in_virginia,
)

access = aws.cloudfront.OriginAccessControl(
    "site", origin_access_control_origin_type="s3", signing_behavior="always", signing_protocol="sigv4"
)
rewrite = aws.cloudfront.Function(
    "rewrite",
    runtime="cloudfront-js-2.0",
    publish=True,
    code="function handler(event) { return event.request; }",
)
headers = aws.cloudfront.ResponseHeadersPolicy(
    "security",
    security_headers_config={
        "content_type_options": {"override": True},
        "strict_transport_security": {"access_control_max_age_sec": 31536000, "override": True},
    },
)
cache = aws.cloudfront.CachePolicy(
    "site",
    default_ttl=config.require_int("cacheSeconds"),
    min_ttl=1,
    max_ttl=86400,
    parameters_in_cache_key_and_forwarded_to_origin={
        "cookies_config": {"cookie_behavior": "none"},
        "headers_config": {"header_behavior": "none"},
        "query_strings_config": {"query_string_behavior": "none"},
        "enable_accept_encoding_brotli": True,
        "enable_accept_encoding_gzip": True,
    },
)
distribution = aws.cloudfront.Distribution(
    "site",
    enabled=True,
    aliases=[domain, f"www.{domain}"],
    default_root_object="index.html",
    origins=[
        {
            "origin_id": "bucket",
            "domain_name": bucket.bucket_regional_domain_name,
            "origin_access_control_id": access.id,
        }
    ],
    default_cache_behavior={
        "target_origin_id": "bucket",
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": cache.id,
        "response_headers_policy_id": headers.id,
        "function_associations": [{"event_type": "viewer-request", "function_arn": rewrite.arn}],
    },
    custom_error_responses=[{"error_code": 403, "response_code": 404, "response_page_path": "/404.html"}],
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={
        "acm_certificate_arn": validated.certificate_arn,
        "ssl_support_method": "sni-only",
        "minimum_protocol_version": "TLSv1.2_2021",
    },
    logging_config={"bucket": logs.bucket_domain_name, "prefix": "site/"},
    price_class="PriceClass_100",
)
aws.s3.BucketPolicy(
    "site",
    bucket=bucket.id,
    policy=pulumi.Output.all(bucket.arn, distribution.arn).apply(
        lambda arns: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudfront.amazonaws.com"},
                        "Action": "s3:GetObject",
                        "Resource": f"{arns[0]}/*",
                        "Condition": {"StringEquals": {"AWS:SourceArn": arns[1]}},
                    }
                ],
            }
        )
    ),
)
for host in (domain, f"www.{domain}"):
    aws.route53.Record(
        host,
        zone_id=zone.zone_id,
        name=host,
        type=aws.route53.RecordType.A,
        aliases=[
            aws.route53.RecordAliasArgs(
                name=distribution.domain_name, zone_id=distribution.hosted_zone_id, evaluate_target_health=False
            )
        ],
    )
aws.route53.HealthCheck(
    "site", fqdn=domain, type="HTTPS", port=443, resource_path="/", request_interval=30, failure_threshold=3
)

pulumi.export("name_servers", zone.name_servers)
pulumi.export("cdn", distribution.domain_name.apply(lambda name: f"https://{name}"))
pulumi.export("certificate", certificate.arn)
