"""Examples for zones, certificates, alarms and budgets."""

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, Json

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
CERTIFICATE = "aws:acm/certificate:Certificate"
BUDGET = "aws:budgets/budget:Budget"


def notification(kind: Json, threshold: Json, **other: Json) -> dict[str, Json]:
    """A notification of a budget, by default in percent and to one address."""
    given: dict[str, Json] = {
        "notificationType": kind,
        "threshold": threshold,
        "thresholdType": "PERCENTAGE",
        "comparisonOperator": "GREATER_THAN",
        "subscriberEmailAddresses": ["owner@example.com"],
    }
    return {**given, **other}


def budget(*notifications: Json) -> dict[str, Json]:
    """A budget of 200 dollars."""
    return {"budgetType": "COST", "limitAmount": "200", "notifications": list(notifications)}


FORECAST = notification("FORECASTED", 100)

EXAMPLES = (
    Example(
        "alarm-missing-data",
        ALARM,
        compliant={"treatMissingData": "notBreaching"},
        violating={},
        unknown={"treatMissingData": UNKNOWN_VALUE},
        unknown_path="treatMissingData",
        says="treatMissingData is not set, which means missing",
    ),
    Example(
        "route53-force-destroy",
        "aws:route53/zone:Zone",
        compliant={},
        violating={"forceDestroy": "true"},
        unknown={"forceDestroy": UNKNOWN_VALUE},
        unknown_path="forceDestroy",
        says='forceDestroy is "true"',
    ),
    Example(
        "acm-key-algorithm",
        CERTIFICATE,
        compliant={"domainName": "pay.example.com", "keyAlgorithm": "EC_prime256v1"},
        violating={"domainName": "pay.example.com", "keyAlgorithm": "RSA_1024"},
        unknown={"domainName": "pay.example.com", "keyAlgorithm": UNKNOWN_VALUE},
        unknown_path="keyAlgorithm",
        says='keyAlgorithm is "RSA_1024"',
    ),
    Example(
        "acm-dns-validation",
        CERTIFICATE,
        compliant={"domainName": "pay.example.com", "validationMethod": "DNS"},
        violating={"domainName": "pay.example.com"},
        unknown={"domainName": "pay.example.com", "validationMethod": UNKNOWN_VALUE},
        unknown_path="validationMethod",
        says="validationMethod is not set, which means EMAIL",
    ),
    Example(
        "acm-dns-validation",
        CERTIFICATE,
        compliant={"certificateBody": "-----BEGIN CERTIFICATE-----"},
        violating={"domainName": "pay.example.com", "validationMethod": "EMAIL"},
        unknown={"domainName": "pay.example.com", "validationMethod": UNKNOWN_VALUE},
        unknown_path="validationMethod",
        says='validationMethod is "EMAIL"',
    ),
    Example(
        "acm-ct-logging",
        CERTIFICATE,
        compliant={"domainName": "pay.example.com"},
        violating={"options": {"certificateTransparencyLoggingPreference": "DISABLED"}},
        unknown={"options": UNKNOWN_VALUE},
        unknown_path="options.certificateTransparencyLoggingPreference",
        says='certificateTransparencyLoggingPreference is "DISABLED"',
    ),
    Example(
        "acm-no-wildcard",
        CERTIFICATE,
        compliant={"domainName": "pay.example.com", "subjectAlternativeNames": ["api.example.com"]},
        violating={"domainName": "example.com", "subjectAlternativeNames": ["*.example.com"]},
        unknown={"domainName": "example.com", "subjectAlternativeNames": [UNKNOWN_VALUE]},
        unknown_path="subjectAlternativeNames",
        says="subjectAlternativeNames has *.example.com",
    ),
    Example(
        "budget-notifies",
        BUDGET,
        compliant=budget(notification("ACTUAL", 80), FORECAST),
        violating=budget(notification("ACTUAL", 80)),
        unknown=budget(notification("ACTUAL", UNKNOWN_VALUE), FORECAST),
        unknown_path="notifications[0].threshold",
        says="nobody is notified of FORECASTED spending at 100% or before",
    ),
    Example(
        "budget-notifies",
        BUDGET,
        compliant=budget(notification("ACTUAL", 160, thresholdType="ABSOLUTE_VALUE"), FORECAST),
        violating=budget(notification("ACTUAL", 80, subscriberEmailAddresses=[]), FORECAST),
        unknown={"notifications": UNKNOWN_VALUE},
        unknown_path="notifications",
        says="nobody is notified of ACTUAL spending at 100% or before",
    ),
)
