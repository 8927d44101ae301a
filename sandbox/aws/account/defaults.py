"""Small things that each service keeps ready: the default event bus, workgroup and parameter groups."""

from sandbox.aws.model import Deployed, Place
from sandbox.values import Properties

# Source: Amazon RDS user guide, the parameter group families of the engine versions that can still be created.
_FAMILIES = (
    *(f"postgres{version}" for version in range(11, 19)),
    "mysql5.7",
    "mysql8.0",
    "mysql8.4",
    *(f"mariadb{version}" for version in ("10.5", "10.6", "10.11", "11.4", "11.8")),
)
_CLUSTER_FAMILIES = (
    *(f"aurora-postgresql{version}" for version in range(11, 18)),
    "aurora-mysql5.7",
    "aurora-mysql8.0",
)


def resources(place: Place) -> list[Deployed]:
    """The event bus, the workgroup and the parameter groups of the region."""
    return [
        _event_bus(place),
        _workgroup(place),
        *(_parameter_group(place, family) for family in (*_FAMILIES, *_CLUSTER_FAMILIES)),
        *(_cluster_parameter_group(place, family) for family in _CLUSTER_FAMILIES),
    ]


def _event_bus(place: Place) -> Deployed:
    state: Properties = {
        "arn": place.arn("events", "event-bus/default"),
        "name": "default",
        "region": place.region,
        "tags": {},
    }
    return Deployed("aws:cloudwatch/eventBus:EventBus", "default", place, state, seed="")


def _workgroup(place: Place) -> Deployed:
    state: Properties = {
        "arn": place.arn("athena", "workgroup/primary"),
        "name": "primary",
        "region": place.region,
        "state": "ENABLED",
        "tags": {},
    }
    return Deployed("aws:athena/workgroup:Workgroup", "primary", place, state, seed="")


def _parameter_group(place: Place, family: str) -> Deployed:
    name = f"default.{family}"
    state = _group(place, name, family, f"pg:{name}")
    return Deployed("aws:rds/parameterGroup:ParameterGroup", name, place, state, seed="")


def _cluster_parameter_group(place: Place, family: str) -> Deployed:
    name = f"default.{family}"
    state = _group(place, name, family, f"cluster-pg:{name}")
    return Deployed("aws:rds/clusterParameterGroup:ClusterParameterGroup", name, place, state, seed="")


def _group(place: Place, name: str, family: str, resource: str) -> Properties:
    return {
        "arn": place.arn("rds", resource),
        "description": f"Default parameter group for {family}",
        "family": family,
        "name": name,
        "parameters": [],
        "region": place.region,
        "tags": {},
    }
