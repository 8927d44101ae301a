"""The layers of Fivestar's stacks, in the order in which the real engine created them."""

from collections.abc import Mapping

import pytest

from tests.engine.deployments import STACKS, Deployment

pytestmark = pytest.mark.engine

NETWORK = ("aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable")
SECURITY = ("aws:ec2/securityGroup:SecurityGroup", "aws:kms/key:Key")
DATABASE = "aws:rds/instance:Instance"
USES_THE_DATABASE = "internal-pe-service"


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.requirement("FS-DEPLOY-03")
def test_network_and_security_come_before_the_database_and_that_before_compute(
    fivestar: Mapping[str, Deployment], stack: str
) -> None:
    created = [step for step in fivestar[stack].up.steps if step.operation == "create"]
    used = {group for item in fivestar[stack].all(DATABASE) for group in _texts(item.get("vpcSecurityGroupIds"))}
    names = {resource.name for resource in fivestar[stack].all(SECURITY[0]) if resource.id in used}
    database = min(place for place, step in enumerate(created) if step.type == DATABASE)
    network = [place for place, step in enumerate(created) if step.type in NETWORK and "-database-" in step.name]
    security = [place for place, step in enumerate(created) if step.type in SECURITY and _is_its_own(step.name, names)]
    service = next(place for place, step in enumerate(created) if step.name == USES_THE_DATABASE)
    assert len(network) >= 2
    assert len(security) >= 2
    assert max(*network, *security) < database < service


def _is_its_own(name: str, groups: set[str]) -> bool:
    """Whether it is a group or the key of the database."""
    return name in groups or name == "keys-database"


def _texts(value: object) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list) else set()
