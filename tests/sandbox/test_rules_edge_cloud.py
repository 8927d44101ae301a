"""What WAF and load balancers refuse when they see what exists."""

import pytest

from sandbox.aws.model import AwsError
from sandbox.aws.rules import refuse_create
from sandbox.values import Properties, Value
from tests.sandbox.rules_cases import policy
from tests.sandbox.rules_cloud import MemoryCloud, asked

ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
WAF = "arn:aws:wafv2:ap-south-1:123456789014:regional"
LOGS = "arn:aws:logs:ap-south-1:123456789014:log-group:aws-waf-logs-pay"


@pytest.fixture
def cloud() -> MemoryCloud:
    cloud = MemoryCloud()
    cloud.having(ACL, "acl", arn=f"{WAF}/webacl/pay/1", name="pay", scope="REGIONAL")
    cloud.having("aws:s3/bucket:Bucket", "pay-logs", bucket="pay-logs")
    return cloud


def refusal(type: str, inputs: Properties, cloud: MemoryCloud) -> AwsError:
    with pytest.raises(AwsError) as caught:
        refuse_create(asked(type, inputs, cloud))
    return caught.value


def logging_to(bucket: str) -> Properties:
    return {"name": "alb", "accessLogs": {"bucket": bucket, "prefix": "access", "enabled": True}}


def admitted(cloud: MemoryCloud) -> None:
    """Let load balancers write into the bucket."""
    principal: Value = {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    document = policy(Principal=principal, Action="s3:PutObject", Resource="arn:aws:s3:::pay-logs/*")
    cloud.having("aws:s3/bucketPolicy:BucketPolicy", "pay-logs", bucket="pay-logs", policy=document)


def encrypted(cloud: MemoryCloud, algorithm: str) -> None:
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    rule: Value = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    cloud.having(kind, "pay-logs", bucket="pay-logs", rules=[rule])


def test_a_load_balancer_logs_to_a_bucket_that_exists(cloud: MemoryCloud) -> None:
    assert "does not exist" in str(refusal(BALANCER, logging_to("elsewhere"), cloud))


def test_a_load_balancer_logs_where_a_policy_admits_it(cloud: MemoryCloud) -> None:
    assert "Please check S3bucket permission" in str(refusal(BALANCER, logging_to("pay-logs"), cloud))
    admitted(cloud)
    refuse_create(asked(BALANCER, logging_to("pay-logs"), cloud))


def test_a_load_balancer_logs_to_no_bucket_with_a_kms_key(cloud: MemoryCloud) -> None:
    admitted(cloud)
    encrypted(cloud, "aws:kms")
    assert "S3-managed keys (AES256) only" in str(refusal(BALANCER, logging_to("pay-logs"), cloud))


def test_the_log_group_of_a_web_acl_exists(cloud: MemoryCloud) -> None:
    inputs: Properties = {"resourceArn": f"{WAF}/webacl/pay/1", "logDestinationConfigs": [LOGS]}
    assert "create it first" in str(refusal(LOGGING, inputs, cloud))
    cloud.having("aws:cloudwatch/logGroup:LogGroup", "aws-waf-logs-pay", name="aws-waf-logs-pay", arn=LOGS)
    refuse_create(asked(LOGGING, inputs, cloud))


def test_the_log_group_of_a_web_acl_is_its_own_accounts(cloud: MemoryCloud) -> None:
    elsewhere = LOGS.replace("123456789014", "210987654321")
    inputs: Properties = {"resourceArn": f"{WAF}/webacl/pay/1", "logDestinationConfigs": [elsewhere]}
    assert "another account or region" in str(refusal(LOGGING, inputs, cloud))


def test_the_address_set_of_a_rule_exists(cloud: MemoryCloud) -> None:
    statement: Value = {"ipSetReferenceStatement": {"arn": f"{WAF}/ipset/office/1"}}
    inputs: Properties = {"name": "other", "scope": "REGIONAL", "rules": [{"name": "a", "statement": statement}]}
    error = refusal(ACL, inputs, cloud)
    assert (error.code, "The IP set" in str(error)) == ("WAFNonexistentItemException", True)


def test_an_acl_of_cloudfront_protects_no_load_balancer(cloud: MemoryCloud) -> None:
    cloud.having(ACL, "cdn", arn="arn:aws:wafv2:us-east-1:1:global/webacl/cdn/1", name="cdn", scope="CLOUDFRONT")
    inputs: Properties = {"webAclArn": "cdn", "resourceArn": "arn:aws:apigateway:ap-south-1::/restapis/x/stages/y"}
    assert "scope REGIONAL" in str(refusal(ASSOCIATION, inputs, cloud))
