"""Rules of a web ACL in the form that WAF wants them."""

from collections.abc import Sequence
from typing import TypeAlias

import pulumi

Statement: TypeAlias = dict[str, object]
Rule: TypeAlias = dict[str, object]

_PATH_TRANSFORMATIONS: list[dict[str, object]] = [
    {"priority": 0, "type": "URL_DECODE"},
    {"priority": 1, "type": "NORMALIZE_PATH"},
]
"""Without them `/%61dmin` and `/x/../admin` would not be seen as `/admin`."""


_ANY_CASE = [*_PATH_TRANSFORMATIONS, {"priority": 2, "type": "LOWERCASE"}]
"""Many web frameworks answer `/METRICS` as `/metrics`."""


def path_begins_with(prefix: str) -> Statement:
    """Requests whose path, decoded and without `..`, begins so."""
    return _path_matches(prefix, _PATH_TRANSFORMATIONS)


def one_of_paths(prefixes: Sequence[str]) -> Statement:
    """Requests whose path, decoded, without `..` and in any case, begins with one of these."""
    statements = [_path_matches(prefix.lower(), _ANY_CASE) for prefix in prefixes]
    return {"or_statement": {"statements": statements}} if len(statements) > 1 else statements[0]


def _path_matches(prefix: str, transformations: Sequence[dict[str, object]]) -> Statement:
    return {
        "byte_match_statement": {
            "field_to_match": {"uri_path": {}},
            "positional_constraint": "STARTS_WITH",
            "search_string": prefix,
            "text_transformations": list(transformations),
        }
    }


def within(paths: Sequence[str], excluded: Sequence[str]) -> list[Statement]:
    """Statements that all hold for requests with one of the paths and none of the excluded; empty for every request."""
    included = [path_begins_with(path) for path in paths]
    chosen = [{"or_statement": {"statements": included}}] if len(included) > 1 else included
    return [*chosen, *(negated(path_begins_with(path)) for path in excluded)]


def negated(statement: Statement) -> Statement:
    """Requests that the statement does not match."""
    return {"not_statement": {"statement": statement}}


def all_of(statements: Sequence[Statement]) -> Statement | None:
    """Requests that every statement matches; None without statements."""
    if len(statements) > 1:
        return {"and_statement": {"statements": list(statements)}}
    return statements[0] if statements else None


def managed_group(
    group: str, vendor: str, version: str | None, overrides: dict[str, str], excluded_paths: Sequence[str]
) -> Statement:
    """A managed rule group, with single rules set to block or count, for all but the excluded paths."""
    return {
        "managed_rule_group_statement": {
            "name": group,
            "vendor_name": vendor,
            "version": version,
            "rule_action_overrides": [
                {"name": rule, "action_to_use": {action: {}}} for rule, action in sorted(overrides.items())
            ],
            "scope_down_statement": all_of(within([], excluded_paths)),
        }
    }


def rate(limit: int, window_seconds: int, forwarded: bool, scope: Statement | None) -> Statement:
    """More requests from one address than the limit in the window, of those in the scope."""
    return {
        "rate_based_statement": {
            "limit": limit,
            "evaluation_window_sec": window_seconds,
            "aggregate_key_type": "FORWARDED_IP" if forwarded else "IP",
            "forwarded_ip_config": {"header_name": "X-Forwarded-For", "fallback_behavior": "MATCH"}
            if forwarded
            else None,
            "scope_down_statement": scope,
        }
    }


def body_above(limit_bytes: int) -> Statement:
    """Bodies above the limit, and those that WAF can't read to their end."""
    return {
        "size_constraint_statement": {
            "comparison_operator": "GT",
            "size": limit_bytes,
            "field_to_match": {"body": {"oversize_handling": "MATCH"}},
            "text_transformations": [{"priority": 0, "type": "NONE"}],
        }
    }


def addresses(ip_set_arn: pulumi.Input[str]) -> Statement:
    """Requests from the addresses of a set."""
    return {"ip_set_reference_statement": {"arn": ip_set_arn}}


def countries(codes: Sequence[str]) -> Statement:
    """Requests from these countries."""
    return {"geo_match_statement": {"country_codes": list(codes)}}


def blocking(status: int | None, body_key: str, retry_after: int | None = None) -> Rule:
    """The action that refuses a request, with an answer of its own when there is a status."""
    if status is None:
        return {"block": {}}
    response: dict[str, object] = {"response_code": status, "custom_response_body_key": body_key}
    if retry_after is not None:
        response["response_headers"] = [{"name": "Retry-After", "value": str(retry_after)}]
    return {"block": {"custom_response": response}}


def visibility(metric_name: str) -> dict[str, object]:
    """A metric, and samples of the requests."""
    return {"cloudwatch_metrics_enabled": True, "sampled_requests_enabled": True, "metric_name": metric_name}
