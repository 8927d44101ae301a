"""`bin/ops policy` on what is deployed."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import Deployment
from tests.ops.test_policy_engine import ops

pytestmark = pytest.mark.engine


def test_what_is_deployed_in_prod_keeps_every_mandatory_policy(fivestar: Mapping[str, Deployment]) -> None:
    folder = fivestar["prod"].project.folder
    done = ops("audit", "-s", "prod", "-C", folder, "--format", "json")
    report = json.loads(done.stdout)
    assert [found for found in report["findings"] if found["level"] == "mandatory"] == []
    assert done.returncode == 0, done.stderr
    assert report["subject"]["resources"] == len(fivestar["prod"].resources)
    assert report["origin"]["command"] == "deployed"
    assert report["subject"]["environmentSource"] == "platform:system.environment"


def test_evidence_of_what_is_deployed_has_every_control(fivestar: Mapping[str, Deployment]) -> None:
    folder = fivestar["prod"].project.folder
    done = ops("evidence", "-s", "prod", "-C", folder, "--deployed", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    frameworks = {found["framework"]: found["controls"] for found in json.loads(done.stdout)["frameworks"]}
    requirements = {found["control"]: found for found in frameworks["PCI DSS 4.0.1"]}
    assert requirements["3.5.1"]["counts"]["passed"] > 0
    assert requirements["3.5.1"]["counts"]["violated"] == 0
