"""Budgets and cost anomalies: who is told when an account costs more than it should."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class BudgetArgs(TypedDict):
    amount: int
    """US dollars a month."""
    actual_percent: list[int]
    """Percentages of the amount at which what was spent raises an alert."""
    forecast_percent: list[int]
    """Percentages of the amount at which the forecast of the month raises an alert."""
    emails: list[str]
    """Addresses that are told, up to ten."""
    topic_arns: list[str]
    """Topic that is told, one at most."""


class CostAnomaliesArgs(TypedDict):
    amount: int
    """US dollars that an anomaly must cost to be reported."""
    emails: list[str]
    """Addresses that are told, once a day."""
    monitor_arn: NotRequired[str]
    """Monitor that exists already: AWS allows one of all services an account. Default: one is made."""


class CostControlArgs(TypedDict):
    name_prefix: str
    """First part of budget names: dev-fivestar gives dev-fivestar-monthly."""
    budgets: dict[str, BudgetArgs]
    """Budgets by name."""
    anomalies: NotRequired[CostAnomaliesArgs]
    """Cost Anomaly Detection. Default: none."""


class CostControl(pulumi.ComponentResource):
    """Monthly budgets with alerts, and a daily report of anomalies."""

    budget_names: pulumi.Output[list[str]]
    """Names of the budgets."""

    def __init__(self, name: str, args: CostControlArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:CostControl", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        budgets = [self._budget(key, budget) for key, budget in args["budgets"].items()]
        if "anomalies" in args:
            self._anomalies(args["anomalies"])
        self.budget_names = pulumi.Output.all(*(budget.name for budget in budgets)).apply(list)
        self.register_outputs({"budget_names": self.budget_names})

    def _budget(self, key: str, budget: BudgetArgs) -> aws.budgets.Budget:
        thresholds = [("ACTUAL", percent) for percent in budget["actual_percent"]]
        thresholds += [("FORECASTED", percent) for percent in budget["forecast_percent"]]
        return aws.budgets.Budget(
            f"{self._prefix}-{key}",
            name=f"{self._args['name_prefix']}-{key}",
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{budget['amount']}.0",
            limit_unit="USD",
            notifications=[
                {
                    "comparison_operator": "GREATER_THAN",
                    "notification_type": kind,
                    "threshold": percent,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": budget["emails"],
                    "subscriber_sns_topic_arns": budget["topic_arns"],
                }
                for kind, percent in thresholds
            ],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _anomalies(self, anomalies: CostAnomaliesArgs) -> None:
        aws.costexplorer.AnomalySubscription(
            f"{self._prefix}-anomalies",
            frequency="DAILY",
            monitor_arn_lists=[self._monitor_arn(anomalies)],
            subscribers=[{"type": "EMAIL", "address": email} for email in anomalies["emails"]],
            threshold_expression={
                "dimension": {
                    "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    "match_options": ["GREATER_THAN_OR_EQUAL"],
                    "values": [str(anomalies["amount"])],
                }
            },
            opts=self._child,
        )

    def _monitor_arn(self, anomalies: CostAnomaliesArgs) -> pulumi.Input[str]:
        if "monitor_arn" in anomalies:
            return anomalies["monitor_arn"]
        monitor = aws.costexplorer.AnomalyMonitor(
            f"{self._prefix}-services", monitor_type="DIMENSIONAL", monitor_dimension="SERVICE", opts=self._child
        )
        return pulumi.Output.from_input(monitor.arn)
