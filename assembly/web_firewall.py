"""The web application firewall."""

from assembly.naming import prefix
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.web_firewall import (
    AddressRuleArgs,
    BlockResponseArgs,
    BodySizeArgs,
    ClosedPathsArgs,
    CountryRuleArgs,
    ManagedRulesArgs,
    RateLimitArgs,
    WebFirewallArgs,
)
from settings import Settings
from settings.web_firewall import (
    Addresses,
    BlockResponse,
    BodySize,
    ClosedPaths,
    Countries,
    ManagedRules,
    RateLimit,
    WebFirewall,
)


def web_firewall_args(
    settings: Settings, firewall: WebFirewall, load_balancer: LoadBalancer, keys: EncryptionKeys
) -> WebFirewallArgs:
    """The firewall as it is written, named after system and environment."""
    args: WebFirewallArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "load_balancer_arn": load_balancer.arn,
        "metric_name": prefix(settings),
        "managed_rules": {name: _managed_rules_args(rule) for name, rule in firewall.managed_rules.items()},
        "rate_limits": {name: _rate_limit_args(rule) for name, rule in firewall.rate_limits.items()},
        "addresses": {name: _addresses_args(rule) for name, rule in firewall.addresses.items()},
        "countries": {name: _countries_args(rule) for name, rule in firewall.countries.items()},
        "log_group_name": firewall.logs.group,
        "log_retention_days": firewall.logs.retention_days or settings.observability.log_retention_days,
        "logs_key_arn": keys.arn_of("logs"),
        "log_matched_only": firewall.logs.keep == "matched",
        "redacted_headers": list(firewall.logs.redacted_headers),
    }
    if firewall.closed_paths:
        args["closed_paths"] = {name: _closed_paths_args(rule) for name, rule in firewall.closed_paths.items()}
    if firewall.body_size is not None:
        args["body_size"] = _body_size_args(firewall.body_size)
    return args


def _managed_rules_args(rule: ManagedRules) -> ManagedRulesArgs:
    args: ManagedRulesArgs = {
        "priority": rule.priority,
        "group": rule.group,
        "vendor": rule.vendor,
        "count": rule.mode == "count",
        "overrides": dict(rule.overrides),
        "excluded_paths": list(rule.excluded_paths),
    }
    if rule.version is not None:
        args["version"] = rule.version
    return args


def _rate_limit_args(rule: RateLimit) -> RateLimitArgs:
    return {
        "priority": rule.priority,
        "limit": rule.limit,
        "window": rule.window_seconds,
        "forwarded": rule.key == "forwardedIp",
        "paths": list(rule.paths),
        "excluded_paths": list(rule.excluded_paths),
        "count": rule.mode == "count",
        "response": _response_args(rule.response),
    }


def _addresses_args(rule: Addresses) -> AddressRuleArgs:
    args: AddressRuleArgs = {
        "priority": rule.priority,
        "blocks": [str(block) for block in rule.blocks],
        "action": rule.mode,
    }
    if rule.response is not None:
        args["response"] = _response_args(rule.response)
    return args


def _countries_args(rule: Countries) -> CountryRuleArgs:
    args: CountryRuleArgs = {
        "priority": rule.priority,
        "countries": list(rule.admit or rule.refuse),
        "admitted": bool(rule.admit),
        "count": rule.mode == "count",
    }
    if rule.response is not None:
        args["response"] = _response_args(rule.response)
    return args


def _closed_paths_args(rule: ClosedPaths) -> ClosedPathsArgs:
    return {
        "priority": rule.priority,
        "paths": list(rule.paths),
        "count": rule.mode == "count",
        "response": _response_args(rule.response),
    }


def _body_size_args(rule: BodySize) -> BodySizeArgs:
    return {
        "priority": rule.priority,
        "limit_bytes": rule.limit_bytes,
        "excluded_paths": list(rule.excluded_paths),
        "count": rule.mode == "count",
        "response": _response_args(rule.response),
    }


def _response_args(response: BlockResponse) -> BlockResponseArgs:
    return {"status": response.status, "content_type": response.content_type, "body": response.body}
