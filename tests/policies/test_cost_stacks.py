"""What a stack costs by the rough price list, and whether somebody would notice."""

import pytest

from policies.readings import prices
from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import STACK, pointing, reports, violation

ORGANIZATION = Resource("aws:organizations/organization:Organization", "o")


class TestCosts:
    POLICY = "cost-guard"
    DATABASE = Resource(
        "aws:rds/instance:Instance",
        "db",
        {"instanceClass": "db.r6g.4xlarge", "multiAz": True, "allocatedStorage": 1000},
    )

    def test_a_small_stack_passes_and_a_large_one_is_said_with_what_costs_most(self) -> None:
        assert reports(self.POLICY, STACK, self.DATABASE, environment="prod") == []
        message = violation(reports(self.POLICY, STACK, self.DATABASE, environment="dev"), "advisory")
        assert "it costs about $2858 a month (databases $2858, NAT gateways $0" in message
        assert "by the prices of us-east-1, the limit is $1000; not counted: traffic, requests" in message

    def test_the_limit_is_a_parameter(self) -> None:
        assert reports(self.POLICY, STACK, self.DATABASE, environment="dev", parameters={"monthlyDollars": 3200}) == []

    def test_tasks_and_endpoints_are_counted(self) -> None:
        task = Resource("aws:ecs/taskDefinition:TaskDefinition", "api", {"cpu": "1024", "memory": "2048"})
        service = pointing("aws:ecs/service:Service", "api", {"desiredCount": 10}, taskDefinition=task)
        subnets = [Resource("aws:ec2/subnet:Subnet", name) for name in "ab"]
        endpoint = Resource(
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            "logs",
            {"vpcEndpointType": "Interface", "subnetIds": [UNKNOWN_VALUE, UNKNOWN_VALUE]},
            {"subnetIds": subnets},
        )
        found = reports(self.POLICY, STACK, task, service, *subnets, endpoint, parameters={"monthlyDollars": 1})
        assert "(tasks $360, endpoints $15, " in violation(found, "advisory")

    def test_sizes_that_are_not_known_count_nothing(self) -> None:
        later = Resource(
            "aws:rds/instance:Instance", "db", {"instanceClass": UNKNOWN_VALUE, "allocatedStorage": UNKNOWN_VALUE}
        )
        cache = Resource("aws:elasticache/replicationGroup:ReplicationGroup", "c", {"nodeType": UNKNOWN_VALUE})
        assert reports(self.POLICY, STACK, later, cache, parameters={"monthlyDollars": 0}) == []

    @pytest.mark.parametrize(
        ("instance", "said"),
        [
            ({"instanceClass": "db.serverless"}, "db.serverless of db, traffic"),
            ({"instanceClass": "db.x2g.large", "engine": "postgres"}, "db.x2g.large of db, traffic"),
            ({"instanceClass": "db.r6g.large", "engine": "oracle-ee"}, "db.r6g.large of db, traffic"),
            ({"instanceClass": "db.r6g.large", "storageType": "io2"}, "storage of db, traffic"),
        ],
    )
    def test_what_the_price_list_has_not_is_said(self, instance: dict[str, Json], said: str) -> None:
        database = Resource("aws:rds/instance:Instance", "db", instance)
        gateway = Resource("aws:ec2/natGateway:NatGateway", "n")
        found = reports(self.POLICY, STACK, database, gateway, parameters={"monthlyDollars": 1})
        assert f"not counted: {said}" in violation(found, "advisory")

    def test_a_firewall_costs_by_its_rules_and_an_alarm_by_its_metrics(self) -> None:
        firewall = Resource("aws:wafv2/webAcl:WebAcl", "w", {"rules": [{"name": name} for name in "abcde"]})
        queries: list[Json] = [
            {"id": name, "metric": {"namespace": "AWS/ApplicationELB", "metricName": name}} for name in ("r", "e")
        ]
        alarms = [
            Resource("aws:cloudwatch/metricAlarm:MetricAlarm", str(number), {"metricQueries": [*queries, {"id": "x"}]})
            for number in range(50)
        ]
        found = reports(self.POLICY, STACK, firewall, *alarms, parameters={"monthlyDollars": 1})
        assert "it costs about $20 a month (firewalls $10, alarms $10" in violation(found, "advisory")

    @pytest.mark.parametrize(("engine", "dollars"), [("redis", 231), ("valkey", 185)])
    def test_valkey_costs_a_fifth_less(self, engine: str, dollars: int) -> None:
        group: dict[str, Json] = {"nodeType": "cache.m7g.large", "numCacheClusters": 2, "engine": engine}
        cache = Resource("aws:elasticache/replicationGroup:ReplicationGroup", "c", group)
        found = reports(self.POLICY, STACK, cache, parameters={"monthlyDollars": 1})
        assert f"(caches ${dollars}" in violation(found, "advisory")

    @pytest.mark.parametrize(
        ("kind", "hour"),
        [
            ("db.t3.micro", 0.018),
            ("db.t3.large", 0.145),
            ("db.t4g.medium", 0.065),
            ("db.m5.4xlarge", 1.424),
            ("db.m7g.xlarge", 0.337),
            ("db.r6g.xlarge", 0.45),
            ("db.r8g.xlarge", 0.478),
            ("db.r6gd.large", None),
            ("db.r6g", None),
            ("r6g.large.db", None),
        ],
    )
    def test_prices_of_databases_are_those_of_the_price_list(self, kind: str, hour: float | None) -> None:
        assert prices.database_hour(kind) == (hour if hour is None else pytest.approx(hour, rel=0.01))

    @pytest.mark.parametrize(
        ("kind", "engine", "hour"),
        [
            ("cache.t3.micro", "redis", 0.017),
            ("cache.t4g.micro", "valkey", 0.0128),
            ("cache.t4g.small", "redis", 0.032),
            ("cache.m6g.12xlarge", "redis", 3.557),
            ("cache.m7g.large", "valkey", 0.1264),
            ("cache.r5.4xlarge", "redis", 1.724),
            ("cache.r6gd.xlarge", "redis", 0.781),
            ("cache.r7g.16xlarge", "redis", 6.981),
            ("cache.r8g.2xlarge", "valkey", 0.7022),
            ("cache.r8g.2xlarge", "redis", None),
        ],
    )
    def test_prices_of_caches_are_those_of_the_price_list(self, kind: str, engine: str, hour: float | None) -> None:
        wanted = hour if hour is None else pytest.approx(hour, rel=0.02)
        assert prices.cache_hour(kind, engine) == wanted

    def test_an_organization_has_a_budget_and_is_told_of_anomalies(self) -> None:
        found = reports(self.POLICY, STACK, ORGANIZATION)
        assert "no budget, no cost anomaly monitor, no anomaly subscription" in violation(found, "advisory")
        monitor = Resource("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "m")
        subscription = pointing(
            "aws:costexplorer/anomalySubscription:AnomalySubscription", "s", monitorArnLists=monitor
        )
        budget = Resource("aws:budgets/budget:Budget", "b")
        assert reports(self.POLICY, STACK, ORGANIZATION, budget, monitor, subscription) == []
        assert "no AnomalySubscription" in violation(reports(self.POLICY, monitor), "advisory")
