"""Backups of everything that must survive: AWS Backup vaults, plan, copies and restore tests."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.backup_vault import BackupVault, VaultLockArgs
from components.policy_documents import service_trust
from components.regional_key import CopiesKeyArgs, RegionalKey
from components.restore_testing import RestoreTesting, RestoreTestingScheduleArgs
from components.role_arns import arn_once_allowed

_ROLE_POLICIES = (
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
)
"""https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html"""

FAILURES = ("BACKUP_JOB_FAILED", "BACKUP_JOB_EXPIRED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED")
"""Events of a vault that people want to hear of."""


class BackupRuleArgs(TypedDict):
    schedule: str
    """When backups start, UTC: cron(30 20 * * ? *)."""
    keep_days: int
    """Days that a backup is kept."""
    cold_after_days: NotRequired[int]
    """Days after which it moves to cold storage. Default: never."""
    start_minutes: int
    """Minutes within which it must have started, 60 or more."""
    completion_minutes: int
    """Minutes within which it must be complete."""
    continuous: bool
    """Whether it can be restored to any second, where the service can do that."""
    copy_keep_days: NotRequired[int]
    """Days that its copy in the other region is kept. Default: it isn't copied."""
    resources: NotRequired[list[str]]
    """Short names of what it backs up, in a plan of its own. Default: everything that is backed up."""


class CopiesArgs(TypedDict):
    region: str
    """Region of the copies."""
    key: CopiesKeyArgs
    """Key of the copies."""


class RecoveryArgs(TypedDict):
    plan_name: str
    """Name of the plan; a rule for some resources only has a plan PLAN-RULE."""
    rules: dict[str, BackupRuleArgs]
    """Rules by name."""
    resource_arns: NotRequired[dict[str, pulumi.Input[str]]]
    """ARNs of what is backed up, by a short name. Default: none."""
    tags: NotRequired[dict[str, str]]
    """Resources with one of these tags are backed up too. Default: none."""
    backups_key_arn: pulumi.Input[str]
    """Key of the vault."""
    copies: NotRequired[CopiesArgs]
    """Copies in another region, in a vault of their own. Default: none."""
    lock: NotRequired[VaultLockArgs]
    """Lock of both vaults. Default: none."""
    notification_topic_arn: NotRequired[pulumi.Input[str]]
    """SNS topic that hears of failed backups, failed copies and finished restores. Default: none."""
    restore_testing: NotRequired[RestoreTestingScheduleArgs]
    """Restores what was backed up, to see that it can be. Default: no tests."""
    restore_metadata: NotRequired[dict[str, dict[str, pulumi.Input[str]]]]
    """What test restores need beside the backup, by type (RDS, DynamoDB, S3). Default: what AWS Backup infers."""
    recovery_time_minutes: int
    """Target: minutes until the system works again (RTO)."""
    recovery_point_minutes: int
    """Target: minutes of data that may be lost (RPO)."""
    account_id: str
    """Account of the backups."""
    region: str
    """Region of the plan."""
    protect: bool
    """Whether Pulumi refuses to delete vaults and keys."""


class Recovery(pulumi.ComponentResource):
    """A backup plan with its vault, role and selection, copies in another region, and tests of the restore."""

    vault_name: pulumi.Output[str]
    """Name of the vault."""
    vault_arn: pulumi.Output[str]
    """ARN of the vault."""
    copy_vault_arn: pulumi.Output[str]
    """ARN of the vault in the other region; empty without copies."""
    plan_ids: pulumi.Output[dict[str, str]]
    """Ids of the plans by their names."""
    role_arn: pulumi.Output[str]
    """Role that backs up and restores. Known once it has its rights."""

    def __init__(self, name: str, args: RecoveryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Recovery", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        vault = self._vault("primary", args["region"], args["backups_key_arn"])
        self.vault_name = vault.name
        self.vault_arn = vault.arn
        self.copy_vault_arn = self._copy_vault_arn()
        self.role_arn = self._role_arn()
        self.plan_ids = pulumi.Output.all(**self._plans()).apply(dict)
        self._notify()
        if "restore_testing" in args:
            self._test_restores(args["restore_testing"])
        self.register_outputs(
            {
                "vault_name": self.vault_name,
                "vault_arn": self.vault_arn,
                "copy_vault_arn": self.copy_vault_arn,
                "plan_ids": self.plan_ids,
                "role_arn": self.role_arn,
            }
        )

    def _vault(self, role: str, region: str, key_arn: pulumi.Input[str]) -> BackupVault:
        name = f"{self._prefix}-{role}"
        protect = self._args["protect"]
        if "lock" in self._args:
            return BackupVault(
                name,
                {"region": region, "key_arn": key_arn, "protect": protect, "lock": self._args["lock"]},
                self._child,
            )
        return BackupVault(name, {"region": region, "key_arn": key_arn, "protect": protect}, self._child)

    def _copy_vault_arn(self) -> pulumi.Output[str]:
        if "copies" not in self._args:
            return pulumi.Output.from_input("")
        copies = self._args["copies"]
        key = RegionalKey(
            f"{self._prefix}-copies",
            {
                **copies["key"],
                "data_class": "backups",
                "description": "Copies of backups from another region",
                "account_id": self._args["account_id"],
                "region": copies["region"],
                "protect": self._args["protect"],
            },
            self._child,
        )
        return self._vault("copies", copies["region"], key.arn).arn

    def _role_arn(self) -> pulumi.Output[str]:
        role = aws.iam.Role(
            f"{self._prefix}-role",
            description="Backs up and restores",
            assume_role_policy=json.dumps(service_trust("backup.amazonaws.com")),
            opts=self._child,
        )
        policies = [
            aws.iam.RolePolicyAttachment(
                f"{self._prefix}-{policy.split('/')[-1]}",
                role=role.name,
                policy_arn=managed_policy_arn(self._args["region"], policy),
                opts=self._child,
            )
            for policy in _ROLE_POLICIES
        ]
        return arn_once_allowed(role.arn, policies)

    def _plans(self) -> dict[str, pulumi.Output[str]]:
        """A plan backs up all its resources by all its rules, so that a rule for some needs a plan of its own."""
        arns = self._args.get("resource_arns", {})
        for_all = {name: rule for name, rule in self._args["rules"].items() if "resources" not in rule}
        plans = {}
        if for_all:
            plan = self._plan("plan", self._args["plan_name"], for_all)
            self._select("resources", plan, arns)
            self._select_by_tags(plan)
            plans[self._args["plan_name"]] = plan.id
        for name, rule in sorted(self._args["rules"].items()):
            if name not in for_all:
                plan_name = f"{self._args['plan_name']}-{name}"
                plan = self._plan(f"plan-{name}", plan_name, {name: rule})
                self._select(f"resources-{name}", plan, {key: arns[key] for key in rule["resources"]})
                plans[plan_name] = plan.id
        return {name: pulumi.Output.from_input(id) for name, id in plans.items()}

    def _plan(self, role: str, name: str, rules: dict[str, BackupRuleArgs]) -> aws.backup.Plan:
        return aws.backup.Plan(
            f"{self._prefix}-{role}",
            name=name,
            rules=[self._rule(key, rule) for key, rule in sorted(rules.items())],
            tags={
                "RecoveryTimeMinutes": str(self._args["recovery_time_minutes"]),
                "RecoveryPointMinutes": str(self._args["recovery_point_minutes"]),
            },
            opts=self._child,
        )

    def _rule(self, name: str, rule: BackupRuleArgs) -> aws.backup.PlanRuleArgsDict:
        lifecycle: aws.backup.PlanRuleLifecycleArgsDict = {"delete_after": rule["keep_days"]}
        if "cold_after_days" in rule:
            lifecycle["cold_storage_after"] = rule["cold_after_days"]
        given: aws.backup.PlanRuleArgsDict = {
            "rule_name": name,
            "target_vault_name": self.vault_name,
            "schedule": rule["schedule"],
            "start_window": rule["start_minutes"],
            "completion_window": rule["completion_minutes"],
            "enable_continuous_backup": rule["continuous"],
            "lifecycle": lifecycle,
        }
        if "copy_keep_days" in rule:
            given["copy_actions"] = [
                {
                    "destination_vault_arn": self.copy_vault_arn,
                    "lifecycle": {"delete_after": rule["copy_keep_days"]},
                }
            ]
        return given

    def _select(self, role: str, plan: aws.backup.Plan, arns: dict[str, pulumi.Input[str]]) -> None:
        if arns:
            aws.backup.Selection(
                f"{self._prefix}-{role}",
                name="resources-of-the-stack",
                plan_id=plan.id,
                iam_role_arn=self.role_arn,
                resources=[arns[name] for name in sorted(arns)],
                opts=self._child,
            )

    def _select_by_tags(self, plan: aws.backup.Plan) -> None:
        if tags := self._args.get("tags"):
            aws.backup.Selection(
                f"{self._prefix}-tags",
                name="tagged-resources",
                plan_id=plan.id,
                iam_role_arn=self.role_arn,
                selection_tags=[
                    {"type": "STRINGEQUALS", "key": key, "value": value} for key, value in sorted(tags.items())
                ],
                opts=self._child,
            )

    def _notify(self) -> None:
        if "notification_topic_arn" in self._args:
            aws.backup.VaultNotifications(
                f"{self._prefix}-notifications",
                backup_vault_name=self.vault_name,
                sns_topic_arn=self._args["notification_topic_arn"],
                backup_vault_events=list(FAILURES),
                opts=self._child,
            )

    def _test_restores(self, schedule: RestoreTestingScheduleArgs) -> None:
        RestoreTesting(
            f"{self._prefix}-tests",
            {
                "plan_name": self._args["plan_name"].replace("-", "_"),
                "schedule": schedule,
                "vault_arn": self.vault_arn,
                "role_arn": self.role_arn,
                "metadata": self._args.get("restore_metadata", {}),
            },
            self._child,
        )
