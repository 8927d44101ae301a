"""Databases in the shapes that programs give them."""

from typing import ClassVar

import pytest

from tests.policies.examples.model import KEY
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Report, Resource, in_environment, keeps, secret

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"
GROUP = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"


def violations(policy: str, kind: str, environment: Json = "prod", **properties: Json) -> list[str]:
    """First lines of what a policy reports about one resource; undetermined ones included."""
    found = Engine(config=in_environment(str(environment)), policies={policy}).preview(Resource(kind, "it", properties))
    return [report.message.splitlines()[0] for report in found if report.policy == policy]


class TestEncryption:
    def test_a_cluster_restored_under_a_key_is_encrypted_and_an_instance_must_say_so(self) -> None:
        restored: dict[str, Json] = {"snapshotIdentifier": "snap", "kmsKeyId": KEY}
        assert keeps("rds-storage-encrypted", CLUSTER, **restored)
        assert not keeps("rds-storage-encrypted", INSTANCE, **restored)

    def test_a_global_cluster_takes_it_from_the_cluster_that_it_grows_from(self) -> None:
        assert keeps("rds-storage-encrypted", GLOBAL, sourceDbClusterIdentifier="arn:aws:rds:x")
        assert not keeps("rds-storage-encrypted", GLOBAL, engine="aurora-postgresql")

    def test_serverless_v1_is_always_encrypted(self) -> None:
        assert keeps("rds-storage-encrypted", CLUSTER, engineMode="serverless")


class TestBackups:
    def test_a_cluster_keeps_one_day_when_nothing_is_said_and_an_instance_none(self) -> None:
        assert keeps("rds-backup-retention", CLUSTER, environment="dev")
        assert not keeps("rds-backup-retention", INSTANCE, environment="dev")

    def test_a_replica_leaves_no_snapshot(self) -> None:
        assert keeps("rds-final-snapshot", INSTANCE, replicateSourceDb="main", skipFinalSnapshot=True)


class TestLogs:
    POLICY = "rds-logs-exported"

    @pytest.mark.parametrize(
        ("engine", "logs"),
        [
            ("aurora-postgresql", ["postgresql"]),
            ("mariadb", ["audit", "error", "slowquery"]),
            ("sqlserver-ex", ["error"]),
            ("oracle-se2-cdb", ["alert", "audit", "listener", "trace"]),
            ("db2-ae", ["diag.log", "notify.log"]),
            ("some-new-engine", ["anything"]),
        ],
    )
    def test_each_engine_has_logs_of_its_own(self, engine: str, logs: list[Json]) -> None:
        assert keeps(self.POLICY, INSTANCE, engine=engine, enabledCloudwatchLogsExports=logs)
        assert not keeps(self.POLICY, INSTANCE, engine=engine, enabledCloudwatchLogsExports=logs[1:])

    def test_custom_engines_and_serverless_v1_have_no_exports(self) -> None:
        assert keeps(self.POLICY, INSTANCE, engine="custom-oracle-ee")
        assert keeps(self.POLICY, CLUSTER, engine="aurora-mysql", engineMode="serverless")

    def test_a_replica_may_leave_its_engine_out(self) -> None:
        assert keeps(self.POLICY, INSTANCE, replicateSourceDb="main")
        assert not keeps(self.POLICY, INSTANCE, snapshotIdentifier="snap")

    def test_a_log_not_known_yet_among_the_wanted_ones_is_no_obstacle(self) -> None:
        logs: list[Json] = ["postgresql", UNKNOWN_VALUE]
        assert keeps(self.POLICY, INSTANCE, engine="postgres", enabledCloudwatchLogsExports=logs)


class TestVersions:
    POLICY = "rds-log-fdw-vulnerable-version"

    @pytest.mark.parametrize(
        ("engine", "version"),
        [
            ("postgres", "15"),
            ("postgres", 15.4),
            ("postgres", "17.2-rds.20250101"),
            ("aurora-postgresql", "15.4"),
            ("mysql", "8.4.3"),
            ("mariadb", "11.4"),
            ("mariadb", "10.6.27"),
            ("postgres", "14.23"),
            ("postgres", "18.4"),
            ("aurora-postgresql", "18.3"),
            ("aurora-mysql", "8.4.7"),
            ("sqlserver-se", "13.00"),
            ("postgres", None),
        ],
    )
    def test_a_version_in_support_passes(self, engine: str, version: Json) -> None:
        assert keeps(self.POLICY, INSTANCE, engine=engine, engineVersion=version)

    @pytest.mark.parametrize(
        ("engine", "version", "said"),
        [
            ("postgres", "9.6.21", "log_fdw"),
            ("postgres", "9.6.22", "oldest in standard support is 14"),
            ("postgres", "13.2", "log_fdw"),
            ("postgres", "13", "oldest in standard support is 14"),
            ("aurora-postgresql", "11.8", "log_fdw"),
            ("aurora-mysql", "5.7.mysql_aurora.2.11.2", "oldest in standard support is 8.0"),
            ("mysql", "8.0.46", "oldest in standard support is 8.4"),
            ("mariadb", "10.5.29", "oldest in standard support is 10.6"),
        ],
    )
    def test_a_version_with_known_holes_or_out_of_support_is_said(self, engine: str, version: Json, said: str) -> None:
        (line,) = violations(self.POLICY, INSTANCE, engine=engine, engineVersion=version)
        assert said in line

    def test_the_oldest_version_is_a_parameter(self) -> None:
        engine = Engine(config=in_environment("prod"), policy_config={self.POLICY: {"oldestMysql": "8.0"}})
        found = engine.analyze(Resource(INSTANCE, "it", {"engine": "mysql", "engineVersion": "8.0.36"}))
        assert self.POLICY not in {report.policy for report in found}


class TestParameterGroups:
    @pytest.mark.parametrize(
        ("kind", "family", "name", "value"),
        [
            (GROUP, "postgres14", "rds.force_ssl", 1),
            (GROUP, "sqlserver-ee-15.0", "rds.force_ssl", "1"),
            (GROUP, "mysql8.4", "require_secure_transport", "on"),
            (GROUP, "mariadb10.11", "require_secure_transport", True),
            (CLUSTER_GROUP, "postgres14", "rds.force_ssl", "1"),
            (CLUSTER_GROUP, "aurora-postgresql16", "rds.force_ssl", "1"),
            (CLUSTER_GROUP, "aurora-mysql8.0", "require_secure_transport", "ON"),
        ],
    )
    def test_tls_is_required_engine_by_engine(self, kind: str, family: str, name: str, value: Json) -> None:
        assert not keeps("rds-tls-required", kind, family=family)
        assert keeps("rds-tls-required", kind, family=family, parameters=[{"name": name, "value": value}])

    @pytest.mark.parametrize(
        ("kind", "family"),
        [
            (GROUP, "postgres15"),
            (GROUP, "postgres18"),
            (GROUP, "mariadb11.8"),
            (CLUSTER_GROUP, "aurora-postgresql17"),
            (CLUSTER_GROUP, "aurora-postgresql18"),
            (CLUSTER_GROUP, "aurora-mysql8.4"),
        ],
    )
    def test_newer_versions_require_it_unless_it_is_switched_off(self, kind: str, family: str) -> None:
        assert keeps("rds-tls-required", kind, family=family)
        off: list[Json] = [
            {"name": "rds.force_ssl", "value": "0"},
            {"name": "require_secure_transport", "value": "0"},
        ]
        assert not keeps("rds-tls-required", kind, family=family, parameters=off)

    @pytest.mark.parametrize("family", ["oracle-ee-19", "aurora-mysql8.0", "db2-se-11.5"])
    def test_groups_that_cannot_require_it_are_left_alone(self, family: str) -> None:
        assert keeps("rds-tls-required", GROUP, family=family)

    def test_a_parameter_whose_name_is_not_known_yet_may_be_the_one(self) -> None:
        hidden: list[Json] = [{"name": UNKNOWN_VALUE, "value": "1"}]
        (line,) = violations("rds-tls-required", GROUP, family="postgres14", parameters=hidden)
        assert "parameters is not known yet" in line


class TestPasswords:
    POLICY = "rds-password-not-plaintext"

    @pytest.mark.parametrize("password", ["plain", secret("marked"), secret(UNKNOWN_VALUE), UNKNOWN_VALUE])
    def test_a_password_is_in_the_state_however_it_is_given(self, password: Json) -> None:
        (line,) = violations(self.POLICY, INSTANCE, password=password)
        assert "password is given" in line
        assert "plain" not in line.replace("rds-password-not-plaintext", "")

    def test_a_state_that_keeps_only_the_version_of_a_write_only_password_passes(self) -> None:
        assert keeps(self.POLICY, INSTANCE, passwordWoVersion=1)

    @pytest.mark.parametrize(
        "properties",
        [
            {"replicateSourceDb": "main"},
            {"snapshotIdentifier": "snap"},
            {"restoreToPointInTime": {"useLatestRestorableTime": True}},
        ],
    )
    def test_what_takes_its_users_from_another_database_needs_none(self, properties: dict[str, Json]) -> None:
        assert keeps(self.POLICY, INSTANCE, **properties)

    def test_a_secondary_cluster_takes_its_users_from_the_primary(self) -> None:
        assert keeps(self.POLICY, CLUSTER, globalClusterIdentifier="main")


class TestPorts:
    POLICY = "rds-default-port"

    def test_the_usual_port_is_nobodys_fault_unless_somebody_chooses_the_rule(self) -> None:
        assert keeps(self.POLICY, INSTANCE, engine="postgres", port=5432)

    @pytest.mark.parametrize(
        ("properties", "sound"),
        [
            ({"engine": "postgres", "port": 6432}, True),
            ({"engine": "postgres"}, False),
            ({"engine": "custom-sqlserver-se", "port": 1433}, False),
            ({"port": 3306}, False),
            ({"replicateSourceDb": "main"}, True),
        ],
    )
    def test_a_chosen_rule_knows_the_engines_port(self, properties: dict[str, Json], sound: bool) -> None:
        engine = Engine(config=in_environment("prod"), policy_config={self.POLICY: {"enforcementLevel": "advisory"}})
        found = [report.policy for report in engine.analyze(Resource(INSTANCE, "it", properties))]
        assert (self.POLICY not in found) is sound


class TestCopies:
    @pytest.mark.parametrize("kind", ["snapshotCopy:SnapshotCopy", "clusterSnapshotCopy:ClusterSnapshotCopy"])
    def test_copies_of_snapshots_are_judged_as_well(self, kind: str) -> None:
        assert not keeps("rds-snapshot-not-shared-public", f"aws:rds/{kind}", sharedAccounts=["all"])

    def test_tags_on_snapshots_are_put_right(self) -> None:
        engine = Engine(config=in_environment("dev"))
        assert engine.remediated(Resource(INSTANCE, "it", {"engine": "postgres"}))["rds-copy-tags-to-snapshot"] == {
            "engine": "postgres",
            "copyTagsToSnapshot": True,
        }


class TestMembersOfClusters:
    ENHANCED: ClassVar[dict[str, Json]] = {"monitoringInterval": 30, "monitoringRoleArn": "arn:aws:iam::1:role/r"}
    INSIGHTS: ClassVar[dict[str, Json]] = {"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": KEY}

    def reports(self, policy: str, cluster: dict[str, Json], *others: Resource, **member: Json) -> list[Report]:
        main = Resource(CLUSTER, "main", {"id": "main", "engine": "aurora-postgresql", **cluster})
        depends = {"monitoringRoleArn": [other for other in others if other.type == "aws:iam/role:Role"]}
        one = Resource(MEMBER, "one", {"clusterIdentifier": "main", **member}, depends)
        found = Engine(config=in_environment("prod"), policies={policy}).analyze_stack(main, one, *others)
        return [report for report in found if report.policy == policy]

    def test_a_member_may_be_monitored_by_itself_or_through_its_cluster(self) -> None:
        policy = "rds-enhanced-monitoring"
        assert self.reports(policy, {}, **self.ENHANCED) == []
        assert self.reports(policy, self.ENHANCED) == []
        (report,) = self.reports(policy, {})
        assert report.level == "mandatory"

    def test_a_role_of_the_stack_needs_no_value(self) -> None:
        role = Resource("aws:iam/role:Role", "monitoring")
        hidden: dict[str, Json] = {"monitoringInterval": 30, "monitoringRoleArn": UNKNOWN_VALUE}
        assert self.reports("rds-enhanced-monitoring", {}, role, **hidden) == []

    def test_insights_and_their_key_may_come_from_the_cluster(self) -> None:
        for policy in ("rds-performance-insights", "rds-performance-insights-cmk"):
            assert self.reports(policy, self.INSIGHTS) == []
        assert self.reports("rds-performance-insights-cmk", self.INSIGHTS, performanceInsightsEnabled=True) == []
        (report,) = self.reports("rds-performance-insights-cmk", {}, performanceInsightsEnabled=True)
        assert "performanceInsightsKmsKeyId is not set" in report.message
