"""Capacity that a web ACL uses, in AWS's units (WCU)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from settings.web_firewall import WebFirewall

INCLUDED_UNITS = 1500
"""Units that the basic price of a web ACL includes.

Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
"""

MOST_UNITS = 5000
"""Units that a web ACL can use at all. Source: the same page."""

MANAGED_GROUPS = {
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
}
"""Units of AWS's own rule groups. Those for logins and sign-ups (ATP, ACFP) and against DDoS are left out: they need
to be told about the application.

Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
"""

_RATE = 2
_ADDRESSES = 1
_COUNTRIES = 1
_SIZE = 1
_PATH = 2
_PATH_TRANSFORMATIONS = 20
"""Two transformations of the path, 10 units each, which the rules of a web ACL share."""


_CLOSED_PATH_TRANSFORMATIONS = 30
"""Three of them, where paths count in any case."""


def units(firewall: WebFirewall) -> int:
    """Units of all rules together.

    Source of the figures: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html
    """
    managed = sum(rule.units for rule in firewall.managed_rules.values())
    own = (
        len(firewall.rate_limits) * _RATE
        + len(firewall.addresses) * _ADDRESSES
        + len(firewall.countries) * _COUNTRIES
        + (_SIZE if firewall.body_size else 0)
    )
    paths = firewall.matched_paths
    closed = sum(len(rule.paths) for rule in firewall.closed_paths.values())
    transformations = (_PATH_TRANSFORMATIONS if paths else 0) + (_CLOSED_PATH_TRANSFORMATIONS if closed else 0)
    return managed + own + (paths + closed) * _PATH + transformations
