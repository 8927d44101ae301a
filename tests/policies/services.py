"""A service as stack policies about scaling and alarms see it."""

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource

CLUSTER = Resource("aws:ecs/cluster:Cluster", "payments", {"name": "payments"})
GROUP = Resource("aws:lb/targetGroup:TargetGroup", "api", {"protocol": "HTTP", "deregistrationDelay": 30})


def service(**properties: Json) -> Resource:
    """A service of the cluster behind the target group."""
    given: dict[str, Json] = {
        "name": "api",
        "cluster": UNKNOWN_VALUE,
        "loadBalancers": [{"targetGroupArn": UNKNOWN_VALUE}],
        **properties,
    }
    return Resource("aws:ecs/service:Service", "api", given, {"cluster": [CLUSTER], "loadBalancers": [GROUP]})
