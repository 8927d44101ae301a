"""What WAF refuses of web ACLs, IP sets and logging, by their inputs alone."""

import re
from collections.abc import Iterator
from typing import Final

from sandbox.aws.rules.addresses import unless_block
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.waf_capacity import MANAGED_UNITS, MOST_UNITS, units

_API: Final = "https://docs.aws.amazon.com/waf/latest/APIReference/"
_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_GROUP: Final = "aws:wafv2/ruleGroup:RuleGroup"
_IP_SET: Final = "aws:wafv2/ipSet:IpSet"
_REGEX_SET: Final = "aws:wafv2/regexPatternSet:RegexPatternSet"
_LOGGING: Final = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
_NAME: Final = r"[0-9A-Za-z_-]{1,128}"
_GROUP_STATEMENTS: Final = ("managedRuleGroupStatement", "ruleGroupReferenceStatement")
_STATEMENTS: Final = (
    *_GROUP_STATEMENTS,
    *("andStatement", "asnMatchStatement", "byteMatchStatement", "geoMatchStatement", "ipSetReferenceStatement"),
    *("labelMatchStatement", "notStatement", "orStatement", "rateBasedStatement", "regexMatchStatement"),
    *("regexPatternSetReferenceStatement", "sizeConstraintStatement", "sqliMatchStatement", "xssMatchStatement"),
)
_WINDOWS: Final = (60, 120, 300, 600)
_LOG_BEHAVIOURS: Final = ("KEEP", "DROP")
_LOGGED_ACTIONS: Final = ("ALLOW", "BLOCK", "COUNT", "CAPTCHA", "CHALLENGE", "EXCLUDED_AS_COUNT")
_POSITIONS: Final = ("EXACTLY", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CONTAINS_WORD")
_TRANSFORMING: Final = (
    *("byteMatchStatement", "regexMatchStatement", "regexPatternSetReferenceStatement", "sizeConstraintStatement"),
    *("sqliMatchStatement", "xssMatchStatement"),
)
_AGGREGATES: Final = ("IP", "FORWARDED_IP", "CONSTANT", "CUSTOM_KEYS")


@refuses(_ACL, _GROUP, _IP_SET, _REGEX_SET, code="WAFInvalidParameterException", source=_API + "API_CreateWebACL.html")
def a_waf_resource_has_a_plain_name_and_a_scope(inputs: Given) -> Failures:
    """1 to 128 letters, digits, underscores and hyphens; REGIONAL or CLOUDFRONT."""
    yield from inputs["name"].unlike(_NAME, "1 to 128 letters, digits, underscores and hyphens")
    yield from inputs["scope"].none_of(("REGIONAL", "CLOUDFRONT"))


@refuses(_ACL, _GROUP, _IP_SET, _REGEX_SET, code="WAFInvalidParameterException", source=_API + "API_CreateWebACL.html")
def the_cloudfront_scope_lives_in_us_east_1(inputs: Given) -> Failures:
    """CloudFront is managed from there."""
    if inputs["scope"].text == "CLOUDFRONT" and inputs.place.region != "us-east-1":
        yield inputs["scope"].refuse(
            f"scope CLOUDFRONT works in us-east-1 only, this is {inputs.place.region}; use a provider of us-east-1"
        )


@refuses(_ACL, code="WAFInvalidParameterException", source=_API + "API_DefaultAction.html")
def a_web_acl_allows_or_blocks_by_default(acl: Given) -> Failures:
    """Exactly one of the two."""
    action = acl["defaultAction"]
    if action.absent or action.unknown:
        return
    chosen = [name for name in ("allow", "block") if action[name].present]
    if len(chosen) != 1:
        yield action.refuse(f"{len(chosen)} default actions are given; give exactly one of allow: {{}} and block: {{}}")


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_Rule.html")
def priorities_and_names_of_rules_are_used_once(acl: Given) -> Failures:
    """In one ACL or group."""
    for name in ("priority", "name"):
        seen: set[str] = set()
        for rule in acl["rules"].items:
            text = rule[name].text
            if text is not None and text in seen:
                yield rule[name].refuse(f"{name} {text} is used twice; give each rule one of its own")
            seen |= {text} if text is not None else set()


@refuses(_ACL, code="WAFInvalidParameterException", source=_API + "API_Rule.html")
def a_rule_acts_and_a_group_is_overridden(acl: Given) -> Failures:
    """Rules of groups take overrideAction, the others action; never both, never none."""
    for rule in acl["rules"].items:
        action, override = rule["action"], rule["overrideAction"]
        if rule["statement"].unknown or rule["statement"].absent:
            continue
        is_group = any(rule["statement"][name].present for name in _GROUP_STATEMENTS)
        wanted, wrong = (override, action) if is_group else (action, override)
        kind = "a rule group" if is_group else "a statement of its own"
        if wrong.present:
            better = "overrideAction" if is_group else "action"
            yield wrong.refuse(f"the rule uses {kind}, so it takes {better} instead")
        elif wanted.absent:
            yield wanted.refuse(f"the rule uses {kind} and needs this; say what it does")


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_RuleAction.html")
def an_action_is_one_of_its_kinds(acl: Given) -> Failures:
    """allow, block, count, captcha or challenge; none or count for overrides."""
    kinds = {
        "action": ("allow", "block", "count", "captcha", "challenge", "monetize"),
        "overrideAction": ("count", "none"),
    }
    for rule in acl["rules"].items:
        for name, allowed in kinds.items():
            given = rule[name]
            chosen = [kind for kind in allowed if given[kind].present]
            if given.present and not given.unknown and len(chosen) != 1:
                yield given.refuse(f"{len(chosen)} actions are given; give exactly one of {', '.join(allowed)}")


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_Statement.html")
def a_rule_has_one_statement(acl: Given) -> Failures:
    """And/or statements combine two or more."""
    for statement in statements(acl):
        chosen = [name for name in _STATEMENTS if statement[name].present]
        if len(chosen) != 1:
            yield statement.refuse(
                f"{len(chosen)} statements are given; give exactly one, or combine them in andStatement"
            )
        for name in ("andStatement", "orStatement"):
            if statement[name].present:
                yield from statement[name]["statements"].fewer_than(2, "statements")


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_RateBasedStatement.html")
def a_rate_is_10_to_2_billion_in_a_window_of_the_list(acl: Given) -> Failures:
    """60, 120, 300 or 600 seconds."""
    for statement in statements(acl):
        rate = statement["rateBasedStatement"]
        yield from rate["limit"].outside(10, 2_000_000_000, "requests")
        yield from rate["evaluationWindowSec"].no_number_of(_WINDOWS)
        yield from rate["aggregateKeyType"].none_of(_AGGREGATES)
        if rate["aggregateKeyType"].text == "FORWARDED_IP" and rate["forwardedIpConfig"].absent:
            yield rate["forwardedIpConfig"].refuse(
                "aggregateKeyType FORWARDED_IP needs forwardedIpConfig; name the header"
            )


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_VisibilityConfig.html")
def metric_names_of_waf_are_plain(acl: Given) -> Failures:
    """1 to 128 letters, digits, underscores and hyphens; `All` and `Default_Action` belong to WAF."""
    for owner in (acl, *acl["rules"].items):
        name = owner["visibilityConfig"]["metricName"]
        yield from name.unlike(r"[\w#:./-]{1,128}", "1 to 128 letters, digits, underscores and hyphens")
        if name.text in ("All", "Default_Action"):
            yield name.refuse(f'"{name.text}" is a name of WAF itself; choose another')


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_GeoMatchStatement.html")
def countries_are_two_letter_codes(acl: Given) -> Failures:
    """ISO 3166-1 alpha-2."""
    for statement in statements(acl):
        for country in statement["geoMatchStatement"]["countryCodes"].items:
            yield from country.unlike("[A-Z]{2}", "a country code of two capital letters, such as IN")


@refuses(_IP_SET, code="WAFInvalidParameterException", source=_API + "API_CreateIPSet.html")
def addresses_of_an_ip_set_are_blocks_of_its_version(ip_set: Given) -> Failures:
    """IPv4 /1 to /32 or IPv6 /1 to /128, never the whole internet."""
    version = ip_set["ipAddressVersion"]
    yield from version.none_of(("IPV4", "IPV6"))
    for address in ip_set["addresses"].items:
        if version.text in ("IPV4", "IPV6"):
            yield from unless_block(address, int(version.text[-1]))
        if (address.text or "").endswith("/0"):
            yield address.refuse(f"\"{address.text}\" can't be in an IP set; /0 isn't supported, use two /1 blocks")


@refuses(_LOGGING, code="WAFInvalidParameterException", source=_API + "API_LoggingConfiguration.html")
def waf_logs_go_to_one_place_named_for_them(logging: Given) -> Failures:
    """A log group, bucket or delivery stream whose name begins with `aws-waf-logs-`."""
    destinations = logging["logDestinationConfigs"]
    yield from destinations.more_than(1, "destinations")
    for destination in destinations.items:
        text = destination.text
        if text is not None and not re.search(r"(log-group:|deliverystream/|:s3:::)aws-waf-logs-", text):
            yield destination.refuse(f'"{text}" can\'t receive WAF logs; its name must begin with "aws-waf-logs-"')


@refuses(_LOGGING, code="WAFInvalidParameterException", source=_API + "API_LoggingConfiguration.html")
def waf_logs_leave_out_fields_of_four_kinds(logging: Given) -> Failures:
    """A single header in lower case, the method, the query string or the path; one kind an entry."""
    yield from logging["redactedFields"].more_than(100, "redacted fields")
    for field in logging["redactedFields"].items:
        yield from _unless_exactly_one_given(field, "method", "queryString", "singleHeader", "uriPath")
        yield from field["singleHeader"]["name"].unlike("[0-9a-z_-]{1,40}", "a header's name in lower case")


@refuses(_LOGGING, code="WAFInvalidParameterException", source=_API + "API_LoggingFilter.html")
def a_waf_log_filter_keeps_or_drops(logging: Given) -> Failures:
    """By actions or labels."""
    log_filter = logging["loggingFilter"]
    yield from log_filter["defaultBehavior"].none_of(_LOG_BEHAVIOURS)
    for one in log_filter["filters"].items:
        yield from one["behavior"].none_of(_LOG_BEHAVIOURS)
        yield from one["requirement"].none_of(("MEETS_ALL", "MEETS_ANY"))
        for condition in one["conditions"].items:
            yield from _unless_exactly_one_given(condition, "actionCondition", "labelNameCondition")
            yield from condition["actionCondition"]["action"].none_of(_LOGGED_ACTIONS)


@refuses(_ACL, code="WAFNonexistentItemException", source=_API + "API_ManagedRuleGroupStatement.html")
def a_managed_group_of_aws_exists(acl: Given) -> Failures:
    """By its name."""
    for rule in acl["rules"].items:
        group = rule["statement"]["managedRuleGroupStatement"]
        if group["vendorName"].text == "AWS":
            yield from group["name"].none_of(tuple(MANAGED_UNITS))


@refuses(_ACL, code="WAFLimitsExceededException", source=_API + "API_CreateWebACL.html")
def the_rules_of_a_web_acl_fit_its_capacity(acl: Given) -> Failures:
    """5,000 units at most."""
    needed = units([rule.value for rule in acl["rules"].items if isinstance(rule.value, dict)], {})
    if needed > MOST_UNITS:
        yield acl["rules"].refuse(f"the rules need {needed:,} capacity units (WCU); a web ACL has {MOST_UNITS:,}")


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_CustomResponse.html")
def a_custom_response_has_a_code_and_a_known_body(acl: Given) -> Failures:
    """200 to 599; the body by its key in customResponseBodies, with up to 4,096 bytes."""
    bodies = acl["customResponseBodies"]
    for body in bodies.items:
        yield from body["key"].unlike(_NAME, "1 to 128 letters, digits, underscores and hyphens")
        yield from body["content"].longer_than(4096)
        yield from body["contentType"].none_of(("TEXT_PLAIN", "TEXT_HTML", "APPLICATION_JSON"))
    known = {body["key"].text for body in bodies.items}
    for owner in (acl["defaultAction"], *(rule["action"] for rule in acl["rules"].items)):
        response = owner["block"]["customResponse"]
        yield from response["responseCode"].outside(200, 599)
        key = response["customResponseBodyKey"]
        if key.text is not None and key.text not in known and not bodies.open:
            yield key.refuse(f'customResponseBodies has no "{key.text}"; add it or correct the key')


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_ByteMatchStatement.html")
def a_string_match_says_what_where_and_how(acl: Given) -> Failures:
    """Up to 200 characters, a request component, a position."""
    for statement in statements(acl):
        match = statement["byteMatchStatement"]
        if match.absent:
            continue
        yield from match["searchString"].longer_than(200)
        yield from match["positionalConstraint"].none_of(_POSITIONS)
        if match["fieldToMatch"].absent:
            yield match["fieldToMatch"].refuse("a string match needs the request component that it looks at")


@refuses(_ACL, _GROUP, code="WAFInvalidParameterException", source=_API + "API_TextTransformation.html")
def a_match_transforms_what_it_compares(acl: Given) -> Failures:
    """One transformation or more, NONE included, each with a priority of its own."""
    for statement in statements(acl):
        for name in _TRANSFORMING:
            match = statement[name]
            if match.absent or match.unknown:
                continue
            transformations = match["textTransformations"]
            if transformations.empty:
                yield transformations.refuse("a match needs a text transformation; give one of type NONE for none")
            priorities = [one["priority"].text for one in transformations.items]
            for position, one in enumerate(transformations.items):
                if one["priority"].text in priorities[:position]:
                    yield one["priority"].refuse(f"priority {one['priority'].text} is used twice; give each its own")


def _unless_exactly_one_given(owner: Given, *names: str) -> Failures:
    """A failure when not exactly one of the properties is there; an empty object counts."""
    chosen = [name for name in names if owner[name].present]
    if len(chosen) != 1 and not owner.unknown:
        yield owner.refuse(f"{len(chosen)} of {', '.join(names)} are given; give exactly one")


def statements(acl: Given) -> Iterator[Given]:
    """Every statement of an ACL or group, nested ones too."""
    pending = [rule["statement"] for rule in acl["rules"].items]
    while pending:
        statement = pending.pop(0)
        if statement.absent or statement.unknown:
            continue
        yield statement
        for name in ("andStatement", "orStatement", "notStatement"):
            pending += statement[name]["statements"].items
            pending.append(statement[name]["statement"])
        for name in ("rateBasedStatement", "managedRuleGroupStatement"):
            pending.append(statement[name]["scopeDownStatement"])
