"""What AWS Budgets refuses, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses

_API: Final = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/"
_BUDGET: Final = "aws:budgets/budget:Budget"
_TYPES: Final = (
    *("USAGE", "COST", "RI_UTILIZATION", "RI_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE"),
)


@refuses(_BUDGET, code="InvalidParameterException", source=_API + "API_budgets_Budget.html")
def a_budget_is_of_a_type_and_time_that_exist(budget: Given) -> Failures:
    """Costs or usage, by day, month, quarter or year; 1 to 100 characters without : and backslash."""
    yield from budget["budgetType"].none_of(_TYPES)
    yield from budget["timeUnit"].none_of(("DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"))
    yield from budget["name"].unlike(r"[^:\\]{1,100}", "1 to 100 characters without : and \\")


@refuses(_BUDGET, code="InvalidParameterException", source=_API + "API_budgets_Budget.html")
def a_budget_has_a_limit(budget: Given) -> Failures:
    """An amount with its unit, planned limits or automatic adjustment."""
    if budget["limitAmount"].absent and budget["plannedLimits"].empty and budget["autoAdjustData"].absent:
        yield budget["limitAmount"].refuse("no limit is given; give limitAmount and limitUnit")
    amount = budget["limitAmount"]
    yield from amount.unlike(r"\d*\.?\d+", 'an amount as text, such as "100.0"')
    if amount.present and budget["limitUnit"].absent:
        yield budget["limitUnit"].refuse("limitAmount is given without limitUnit; give one such as USD")


@refuses(_BUDGET, code="InvalidParameterException", source=_API + "API_budgets_Notification.html")
def a_budget_notifies_somebody_of_something(budget: Given) -> Failures:
    """Comparison, threshold and up to ten e-mail addresses or one topic; ten notifications."""
    yield from budget["notifications"].more_than(10, "notifications")
    for notification in budget["notifications"].items:
        yield from notification["comparisonOperator"].none_of(("GREATER_THAN", "LESS_THAN", "EQUAL_TO"))
        yield from notification["notificationType"].none_of(("ACTUAL", "FORECASTED"))
        yield from notification["thresholdType"].none_of(("PERCENTAGE", "ABSOLUTE_VALUE"))
        yield from notification["threshold"].outside(0, 40_000_000_000)
        mails, topics = notification["subscriberEmailAddresses"], notification["subscriberSnsTopicArns"]
        if mails.empty and topics.empty:
            yield notification.refuse("nobody is notified; give subscriberEmailAddresses or subscriberSnsTopicArns")
        yield from mails.more_than(10, "e-mail addresses")
        yield from topics.more_than(1, "topics")
        for mail in mails.items:
            yield from mail.unlike(r"[^@\s]+@[^@\s]+", "an e-mail address")
