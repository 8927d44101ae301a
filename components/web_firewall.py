"""Web application firewall of a load balancer."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import web_firewall_logs as logs
from components import web_firewall_rules as rules


class BlockResponseArgs(TypedDict):
    status: int
    """HTTP status code."""
    content_type: str
    """text/plain, text/html or application/json."""
    body: str
    """The body, up to 4096 characters."""


class ManagedRulesArgs(TypedDict):
    priority: int
    """Place among all rules, smaller first."""
    group: str
    """Name of the managed rule group."""
    vendor: str
    """Who keeps it; AWS for Amazon's own."""
    version: NotRequired[str]
    """Fixed version. Default: the vendor's recommended one."""
    count: bool
    """Whether what it would block is only counted."""
    overrides: dict[str, str]
    """Single rules of the group that block or count, by name."""
    excluded_paths: list[str]
    """Beginnings of paths that it does not judge."""


class RateLimitArgs(TypedDict):
    priority: int
    """Place among all rules, smaller first."""
    limit: int
    """Requests from an address in the window."""
    window: int
    """Length of the window in seconds: 60, 120, 300 or 600."""
    forwarded: bool
    """Whether the first address in X-Forwarded-For counts instead of the connection's."""
    paths: list[str]
    """Beginnings of paths that are counted; empty for all."""
    excluded_paths: list[str]
    """Beginnings of paths that are not counted."""
    count: bool
    """Whether what it would block is only counted."""
    response: BlockResponseArgs
    """What a blocked client reads."""


class AddressRuleArgs(TypedDict):
    priority: int
    """Place among all rules, smaller first."""
    blocks: list[str]
    """IPv4 blocks."""
    action: str
    """allow, block or count."""
    response: NotRequired[BlockResponseArgs]
    """What a blocked client reads. Default: WAF's 403."""


class CountryRuleArgs(TypedDict):
    priority: int
    """Place among all rules, smaller first."""
    countries: list[str]
    """Country codes."""
    admitted: bool
    """Whether requests from all other countries are blocked, instead of those from these."""
    count: bool
    """Whether what it would block is only counted."""
    response: NotRequired[BlockResponseArgs]
    """What a blocked client reads. Default: WAF's 403."""


class ClosedPathsArgs(TypedDict):
    priority: int
    """Place among all rules, smaller first."""
    paths: list[str]
    """Beginnings of paths, in any case."""
    count: bool
    """Whether what it would block is only counted."""
    response: BlockResponseArgs
    """What a blocked client reads."""


class BodySizeArgs(TypedDict):
    priority: int
    """Place among all rules, smaller first."""
    limit_bytes: int
    """Largest body, up to 8192 bytes."""
    excluded_paths: list[str]
    """Beginnings of paths that take larger bodies."""
    count: bool
    """Whether what it would block is only counted."""
    response: BlockResponseArgs
    """What a blocked client reads."""


class WebFirewallArgs(TypedDict):
    account_id: str
    """Account of the firewall."""
    region: str
    """Region of the firewall."""
    load_balancer_arn: pulumi.Input[str]
    """Load balancer that it protects."""
    metric_name: str
    """Name of the firewall in CloudWatch; a rule's is this, a hyphen and the rule's name."""
    managed_rules: dict[str, ManagedRulesArgs]
    """Managed rule groups by name of the rule."""
    rate_limits: dict[str, RateLimitArgs]
    """Limits of requests an address by name of the rule."""
    addresses: dict[str, AddressRuleArgs]
    """Address sets by name of the rule."""
    countries: dict[str, CountryRuleArgs]
    """Country rules by name of the rule."""
    closed_paths: NotRequired[dict[str, ClosedPathsArgs]]
    """Paths that nobody reaches, by name of the rule. Default: none."""
    body_size: NotRequired[BodySizeArgs]
    """Largest request body. Default: no rule of its own."""
    log_group_name: str
    """Log group, named aws-waf-logs-…."""
    log_retention_days: int
    """Days that logs are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""
    log_matched_only: bool
    """Whether only requests that a rule blocked or counted are logged."""
    redacted_headers: list[str]
    """Headers in lower case whose values stay out of logs and sampled requests."""


class WebFirewall(pulumi.ComponentResource):
    """A regional web ACL on a load balancer, with logs. What no rule blocks is let through."""

    arn: pulumi.Output[str]
    """ARN of the web ACL."""
    metric_name: pulumi.Output[str]
    """Name of the web ACL in CloudWatch metrics."""
    capacity: pulumi.Output[int]
    """Capacity units (WCU) in use."""
    log_group_name: pulumi.Output[str]
    """Log group of the judged requests."""

    def __init__(self, name: str, args: WebFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:WebFirewall", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._bodies: dict[str, BlockResponseArgs] = {}
        acl = self._acl()
        self.arn = acl.arn
        self.metric_name = pulumi.Output.from_input(args["metric_name"])
        self.capacity = acl.capacity
        self.log_group_name = self._logging(acl)
        aws.wafv2.WebAclAssociation(
            f"{name}-association",
            resource_arn=args["load_balancer_arn"],
            web_acl_arn=acl.arn,
            opts=self._child,
        )
        self.register_outputs(
            {
                "arn": self.arn,
                "metric_name": self.metric_name,
                "capacity": self.capacity,
                "log_group_name": self.log_group_name,
            }
        )

    def _acl(self) -> aws.wafv2.WebAcl:
        every = [
            *self._managed_rules(),
            *self._rate_limits(),
            *self._address_rules(),
            *self._country_rules(),
            *self._closed_paths(),
            *self._body_size(),
        ]
        return aws.wafv2.WebAcl(
            f"{self._prefix}-acl",
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=sorted(every, key=lambda rule: int(str(rule["priority"]))),
            custom_response_bodies=[
                {
                    "key": key,
                    "content": body["body"],
                    "content_type": body["content_type"].upper().replace("/", "_"),
                }
                for key, body in sorted(self._bodies.items())
            ],
            data_protection_config=logs.protected(self._args["redacted_headers"]),
            visibility_config=rules.visibility(self._args["metric_name"]),
            opts=self._child,
        )

    def _rule(self, name: str, priority: int, statement: object, action: rules.Rule) -> rules.Rule:
        metric = rules.visibility(f"{self._args['metric_name']}-{name}")
        return {"name": name, "priority": priority, "statement": statement, "visibility_config": metric, **action}

    def _refusal(
        self, name: str, count: bool, response: BlockResponseArgs | None, retry_after: int | None = None
    ) -> rules.Rule:
        """The action of a rule: count, or block with the response that the rule brings."""
        if count:
            return {"action": {"count": {}}}
        if response is None:
            return {"action": rules.blocking(None, name)}
        self._bodies[name] = response
        return {"action": rules.blocking(response["status"], name, retry_after)}

    def _managed_rules(self) -> list[rules.Rule]:
        return [
            self._rule(
                name,
                given["priority"],
                rules.managed_group(
                    given["group"], given["vendor"], given.get("version"), given["overrides"], given["excluded_paths"]
                ),
                {"override_action": {"count": {}} if given["count"] else {"none": {}}},
            )
            for name, given in self._args["managed_rules"].items()
        ]

    def _rate_limits(self) -> list[rules.Rule]:
        found = []
        for name, given in self._args["rate_limits"].items():
            scope = rules.all_of(rules.within(given["paths"], given["excluded_paths"]))
            statement = rules.rate(given["limit"], given["window"], given["forwarded"], scope)
            action = self._refusal(name, given["count"], given["response"], given["window"])
            found.append(self._rule(name, given["priority"], statement, action))
        return found

    def _address_rules(self) -> list[rules.Rule]:
        found = []
        for name, given in self._args["addresses"].items():
            statement = rules.addresses(self._ip_set(name, given["blocks"]))
            allowed: rules.Rule = {"action": {"allow": {}}}
            refused = self._refusal(name, given["action"] == "count", given.get("response"))
            action = allowed if given["action"] == "allow" else refused
            found.append(self._rule(name, given["priority"], statement, action))
        return found

    def _ip_set(self, name: str, blocks: list[str]) -> pulumi.Output[str]:
        ip_set = aws.wafv2.IpSet(
            f"{self._prefix}-{name}",
            scope="REGIONAL",
            ip_address_version="IPV4",
            addresses=blocks,
            opts=self._child,
        )
        return pulumi.Output.from_input(ip_set.arn)

    def _country_rules(self) -> list[rules.Rule]:
        found = []
        for name, given in self._args["countries"].items():
            listed = rules.countries(given["countries"])
            statement = rules.negated(listed) if given["admitted"] else listed
            action = self._refusal(name, given["count"], given.get("response"))
            found.append(self._rule(name, given["priority"], statement, action))
        return found

    def _closed_paths(self) -> list[rules.Rule]:
        found = []
        for name, given in self._args.get("closed_paths", {}).items():
            action = self._refusal(name, given["count"], given["response"])
            found.append(self._rule(name, given["priority"], rules.one_of_paths(given["paths"]), action))
        return found

    def _body_size(self) -> list[rules.Rule]:
        if "body_size" not in self._args:
            return []
        given = self._args["body_size"]
        above = [rules.body_above(given["limit_bytes"]), *rules.within([], given["excluded_paths"])]
        action = self._refusal("body-size", given["count"], given["response"])
        return [self._rule("body-size", given["priority"], rules.all_of(above), action)]

    def _logging(self, acl: aws.wafv2.WebAcl) -> pulumi.Output[str]:
        args = self._args
        group = aws.cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            name=args["log_group_name"],
            retention_in_days=args["log_retention_days"],
            kms_key_id=args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        delivery = self._log_delivery(group)
        aws.wafv2.WebAclLoggingConfiguration(
            f"{self._prefix}-logging",
            resource_arn=acl.arn,
            log_destination_configs=[group.arn],
            redacted_fields=logs.redacted(args["redacted_headers"]),
            logging_filter=logs.only_matched() if args["log_matched_only"] else None,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[delivery]),
        )
        return pulumi.Output.from_input(group.name)

    def _log_delivery(self, group: aws.cloudwatch.LogGroup) -> aws.cloudwatch.LogResourcePolicy:
        """Without it WAF would add a policy of its own, which no stack owns."""
        args = self._args
        policy = group.arn.apply(lambda arn: json.dumps(logs.delivery_policy(arn, args["account_id"], args["region"])))
        return aws.cloudwatch.LogResourcePolicy(
            f"{self._prefix}-log-delivery",
            policy_name=args["log_group_name"],
            policy_document=policy,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
