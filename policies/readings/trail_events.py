"""Which events a CloudTrail trail records besides those of management."""

from policies.properties import UNKNOWN, Properties, Unknown
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_OBJECTS = "AWS::S3::Object"
_BOTH = frozenset({"true", "false"})


def judge_object_events(trail: Properties) -> Verdict:
    """A violation unless the trail records reads and writes of objects in S3.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
    """
    recorded: set[str] = set()
    for path, read in (("eventSelectors", _by_selector), ("advancedEventSelectors", _by_advanced_selector)):
        selectors = trail.items(path)
        if selectors is UNKNOWN:
            return Undetermined(trail.where(path))
        for selector in selectors:
            found = UNKNOWN if selector is UNKNOWN else read(selector)
            if found is UNKNOWN:
                return Undetermined(trail.where(path))
            recorded |= found
    if recorded >= _BOTH:
        return COMPLIANT
    missing = " and ".join(name for word, name in (("true", "reads"), ("false", "writes")) if word not in recorded)
    return Violation(f"it records no {missing} of objects in S3")


def _by_selector(selector: Properties) -> frozenset[str] | Unknown:
    """Values of readOnly that an event selector takes in for objects of S3."""
    kind, resources = selector.text("readWriteType"), selector.items("dataResources")
    if kind is UNKNOWN or resources is UNKNOWN:
        return UNKNOWN
    types = [UNKNOWN if found is UNKNOWN else found.text("type") for found in resources]
    if _OBJECTS in types:
        return {"ReadOnly": frozenset({"true"}), "WriteOnly": frozenset({"false"})}.get(kind or "All", _BOTH)
    return UNKNOWN if UNKNOWN in types else frozenset()


def _by_advanced_selector(selector: Properties) -> frozenset[str] | Unknown:
    """The same for an advanced event selector, whose fields are all to match."""
    fields = selector.items("fieldSelectors")
    if fields is UNKNOWN:
        return UNKNOWN
    equal: dict[str, tuple[str | Unknown, ...]] = {}
    for found in fields:
        name = UNKNOWN if found is UNKNOWN else found.text("field")
        values = UNKNOWN if found is UNKNOWN else found.texts("equals")
        if name is UNKNOWN or name is None or values is UNKNOWN or UNKNOWN in values:
            return UNKNOWN
        if values:
            equal[name] = values
    if "Data" not in equal.get("eventCategory", ()) or _OBJECTS not in equal.get("resources.type", ()):
        return frozenset()
    given = equal.get("readOnly")
    return _BOTH if given is None else frozenset(str(value).lower() for value in given)
