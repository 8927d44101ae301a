"""Rule for budgets."""

from policies.properties import UNKNOWN, Properties
from policies.resource_types import BUDGET
from policies.rule import Context, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_SPENDING = ("COST", "USAGE")
_SUBSCRIBERS = ("subscriberEmailAddresses", "subscriberSnsTopicArns")


@rule_in_context("budget-notifies", applies_to=(BUDGET,))
def tells_somebody_in_time(budget: Properties, context: Context) -> Verdict:
    """Once of what is spent and once of what will be, each no later than at a share of the limit."""
    notifications = budget.items("notifications")
    if notifications is UNKNOWN:
        return Undetermined(budget.where("notifications"))
    told = combined(
        _is_told(budget, notifications, kind, context.number(latest))
        for kind, latest in (("ACTUAL", "latestActualPercent"), ("FORECASTED", "latestForecastPercent"))
    )
    return scoped(told, _is_about_coverage(budget))


def _is_about_coverage(budget: Properties) -> NotApplicable | Undetermined | None:
    """Budgets of reservations and savings plans watch how well they are used, which has no forecast."""
    kind = budget.text("budgetType")
    if kind is UNKNOWN:
        return Undetermined(budget.where("budgetType"))
    return None if kind in (None, *_SPENDING) else NotApplicable(f"a budget of {kind} is about no spending")


def _is_told(budget: Properties, notifications: tuple[object, ...], kind: str, latest: float) -> Verdict:
    verdicts = [
        _tells(budget, found, kind, latest)
        if isinstance(found, Properties)
        else Undetermined(budget.where(f"notifications[{index}]"))
        for index, found in enumerate(notifications)
    ]
    if COMPLIANT in verdicts:
        return COMPLIANT
    unknown = [verdict for verdict in verdicts if isinstance(verdict, Undetermined)]
    return unknown[0] if unknown else Violation(f"nobody is notified of {kind} spending at {latest:g}% or before")


def _tells(budget: Properties, notification: Properties, kind: str, latest: float) -> Verdict:
    given = notification.text("notificationType")
    if given is UNKNOWN:
        return Undetermined(notification.where("notificationType"))
    if given != kind or notification.text("comparisonOperator") == "LESS_THAN":
        return Violation(f"it is not about {kind} spending")
    percent = _percent(budget, notification)
    if isinstance(percent, Undetermined):
        return percent
    if percent is None or percent > latest:
        return Violation("it comes too late")
    return _has_a_subscriber(notification)


def _percent(budget: Properties, notification: Properties) -> float | Undetermined | None:
    """The threshold as a share of the limit; an amount of a budget that adjusts itself has none."""
    threshold, kind = notification.number("threshold"), notification.text("thresholdType")
    if threshold is UNKNOWN or kind is UNKNOWN:
        return Undetermined(notification.where("threshold" if threshold is UNKNOWN else "thresholdType"))
    if threshold is None or kind != "ABSOLUTE_VALUE":
        return threshold
    limit = budget.number("limitAmount")
    if limit is UNKNOWN:
        return Undetermined(budget.where("limitAmount"))
    return threshold / limit * 100 if limit else None


def _has_a_subscriber(notification: Properties) -> Verdict:
    """A subscriber that is not known yet is one; a whole list that isn't known may be empty."""
    lists = {path: notification.texts(path) for path in _SUBSCRIBERS}
    if any(found is not UNKNOWN and found for found in lists.values()):
        return COMPLIANT
    for path, found in lists.items():
        if found is UNKNOWN:
            return Undetermined(notification.where(path))
    return Violation("it has no subscriber")
