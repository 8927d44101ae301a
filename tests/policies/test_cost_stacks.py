"""What a stack costs by the rough price list, and whether somebody would notice."""

from tests.policies.harness import UNKNOWN_VALUE, Resource
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
        assert "it costs about $3150 a month (databases $3150, NAT gateways $0" in message
        assert "the limit is $1000" in message

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

    def test_sizes_that_are_not_understood_count_nothing(self) -> None:
        odd = Resource(
            "aws:rds/instance:Instance", "db", {"instanceClass": "db.serverless", "allocatedStorage": UNKNOWN_VALUE}
        )
        cache = Resource("aws:elasticache/replicationGroup:ReplicationGroup", "c", {"nodeType": "odd"})
        assert reports(self.POLICY, STACK, odd, cache, parameters={"monthlyDollars": 0}) == []

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
