"""What WAF logs, and the right to write it."""

from components.arns import partition_of
from components.policy_documents import Document, document


def delivery_policy(log_group_arn: str, account_id: str, region: str) -> Document:
    """Log delivery on behalf of this account may write into the group.

    https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
    """
    source = f"arn:{partition_of(region)}:logs:{region}:{account_id}:*"
    return document(
        [
            {
                "Sid": "WebFirewallLogs",
                "Effect": "Allow",
                "Principal": {"Service": "delivery.logs.amazonaws.com"},
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": f"{log_group_arn}:*",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": account_id},
                    "ArnLike": {"aws:SourceArn": source},
                },
            }
        ]
    )


def only_matched() -> dict[str, object]:
    """Keeps what a rule blocked or counted, rules of managed groups included."""
    actions = ("BLOCK", "COUNT", "EXCLUDED_AS_COUNT")
    return {
        "default_behavior": "DROP",
        "filters": [
            {
                "behavior": "KEEP",
                "requirement": "MEETS_ANY",
                "conditions": [{"action_condition": {"action": action}} for action in actions],
            }
        ],
    }


def redacted(headers: list[str]) -> list[dict[str, object]]:
    """These headers without their values, in logs."""
    return [{"single_header": {"name": header}} for header in headers]


def protected(headers: list[str]) -> dict[str, object]:
    """These headers without their values, in sampled requests too, which redaction leaves as they are."""
    return {
        "data_protections": [
            {"action": "SUBSTITUTION", "field": {"field_type": "SINGLE_HEADER", "field_keys": [header]}}
            for header in headers
        ]
    }
