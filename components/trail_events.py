"""Events of CloudTrail that somebody must be told of: one row a recommendation of CIS AWS Foundations 3.0 and 5.0.

The patterns of 4.1 to 4.14 are those of Security Hub, which accepts no other fields and terms in them:
https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html

Security Hub has no control for 4.15. Its pattern names the events of the benchmark, and further ones in the order that
Prowler looks for: https://github.com/prowler-cloud/prowler, `cloudwatch_log_metric_filter_aws_organizations_changes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TrailEvent:
    """A row.

    cis: recommendation of CIS AWS Foundations.
    control: control of Security Hub; empty for none.
    pattern: what CloudWatch Logs looks for, at most 1024 characters.
    words: when its alarm fires, without how often.
    """

    cis: str
    control: str
    pattern: str
    words: str

    @property
    def demanded_by(self) -> str:
        """Who wants somebody to be told."""
        return f"CIS AWS Foundations {self.cis}" + (f", Security Hub {self.control}" if self.control else "")


def _any_of(*events: str) -> str:
    return " || ".join(f"($.eventName={event})" for event in events)


def _called(*events: str) -> str:
    return f"{{{_any_of(*events)}}}"


def _called_of(service: str, *events: str) -> str:
    return f"{{($.eventSource={service}.amazonaws.com) && ({_any_of(*events)})}}"


TRAIL_EVENTS: Mapping[str, TrailEvent] = {
    "unauthorizedCalls": TrailEvent(
        "4.1",
        "CloudWatch.2",
        '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
        "Calls to AWS are refused for want of permission",
    ),
    "signInWithoutMfa": TrailEvent(
        "4.2",
        "CloudWatch.3",
        '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") '
        '&& ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
        "An IAM user signs in to the console without MFA",
    ),
    "rootUse": TrailEvent(
        "4.3",
        "CloudWatch.1",
        '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
        "The root user of an account acts",
    ),
    "iamPolicyChanges": TrailEvent(
        "4.4",
        "CloudWatch.4",
        _called(
            *("DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy"),
            *("PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"),
            *("CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion"),
            *("AttachRolePolicy", "DetachRolePolicy", "AttachUserPolicy", "DetachUserPolicy"),
            *("AttachGroupPolicy", "DetachGroupPolicy"),
        ),
        "A policy of IAM is changed, attached or detached",
    ),
    "trailChanges": TrailEvent(
        "4.5",
        "CloudWatch.5",
        _called("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
        "A trail is made, changed, deleted, started or stopped",
    ),
    "failedSignIns": TrailEvent(
        "4.6",
        "CloudWatch.6",
        '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
        "Somebody fails to sign in to the console",
    ),
    "keyDeletion": TrailEvent(
        "4.7",
        "CloudWatch.7",
        _called_of("kms", "DisableKey", "ScheduleKeyDeletion"),
        "An encryption key is turned off, or its deletion is scheduled",
    ),
    "bucketPolicyChanges": TrailEvent(
        "4.8",
        "CloudWatch.8",
        _called_of(
            "s3",
            *("PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication"),
            *("DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication"),
        ),
        "A bucket's policy, ACL, CORS, lifecycle or replication is changed",
    ),
    "configChanges": TrailEvent(
        "4.9",
        "CloudWatch.9",
        _called_of(
            "config",
            *("StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"),
        ),
        "The recorder of AWS Config is stopped or changed",
    ),
    "securityGroupChanges": TrailEvent(
        "4.10",
        "CloudWatch.10",
        _called(
            *("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"),
            *("RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"),
            *("CreateSecurityGroup", "DeleteSecurityGroup"),
        ),
        "A security group or one of its rules is changed",
    ),
    "networkAclChanges": TrailEvent(
        "4.11",
        "CloudWatch.11",
        _called(
            *("CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry"),
            *("ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation"),
        ),
        "A network ACL is changed",
    ),
    "gatewayChanges": TrailEvent(
        "4.12",
        "CloudWatch.12",
        _called(
            *("CreateCustomerGateway", "DeleteCustomerGateway"),
            *("AttachInternetGateway", "CreateInternetGateway", "DeleteInternetGateway", "DetachInternetGateway"),
        ),
        "A customer or internet gateway is changed",
    ),
    "routeChanges": TrailEvent(
        "4.13",
        "CloudWatch.13",
        _called(
            *("CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation"),
            *("DeleteRouteTable", "DeleteRoute", "DisassociateRouteTable"),
        ),
        "A route or a route table is changed",
    ),
    "vpcChanges": TrailEvent(
        "4.14",
        "CloudWatch.14",
        _called(
            *("CreateVpc", "DeleteVpc", "ModifyVpcAttribute"),
            *("AcceptVpcPeeringConnection", "CreateVpcPeeringConnection"),
            *("DeleteVpcPeeringConnection", "RejectVpcPeeringConnection"),
            *("AttachClassicLinkVpc", "DetachClassicLinkVpc", "DisableVpcClassicLink", "EnableVpcClassicLink"),
        ),
        "A VPC or a peering connection is changed",
    ),
    "organizationChanges": TrailEvent(
        "4.15",
        "",
        _called_of(
            "organizations",
            *("AcceptHandshake", "AttachPolicy", "CancelHandshake", "CreateAccount", "CreateOrganization"),
            *("CreateOrganizationalUnit", "CreatePolicy", "DeclineHandshake", "DeleteOrganization"),
            *("DeleteOrganizationalUnit", "DeletePolicy", "EnableAllFeatures", "EnablePolicyType"),
            *("InviteAccountToOrganization", "LeaveOrganization", "DetachPolicy", "DisablePolicyType"),
            *("MoveAccount", "RemoveAccountFromOrganization", "UpdateOrganizationalUnit", "UpdatePolicy"),
        ),
        "The organization, its accounts or its policies are changed",
    ),
}
"""The rows by kind, in the order of the benchmark."""
