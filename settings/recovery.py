"""Backups, their copies, and what they must achieve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.schedules import CronSchedule, parse_cron
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import Region, TagKey, TagValue, Text

RuleName = Annotated[str, Text(r"[\w-]{1,50}", "the name of a backup rule: up to 50 letters, digits, - and _")]
PlanName = Annotated[str, Text(r"[\w-]{1,50}", "the name of a backup plan: up to 50 letters, digits, - and _")]
TopicArn = Annotated[
    str, Text(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}", "the ARN of an SNS topic in this region")
]
Protected = Literal["database", "tables", "buckets"]
KeepDays = Annotated[Whole, Field(ge=1, le=36500)]

COLD_DAYS = 90
"""Days that a backup stays in cold storage at least.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
"""
CONTINUOUS_DAYS = 35
"""Days that a continuous backup is kept at most.

https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
"""
SHORTEST_GAP_MINUTES = 60
"""AWS Backup starts a rule every hour at most.

https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
"""


def _cold_backups_stay_90_days(rule: BackupRule) -> Iterator[Mistake]:
    if rule.cold_after_days is not None and rule.keep_days < rule.cold_after_days + COLD_DAYS:
        yield Mistake(
            ("keepDays",),
            str(rule.keep_days),
            f"{rule.cold_after_days + COLD_DAYS} or more: a backup stays {COLD_DAYS} days in cold storage",
            "Raise keepDays, or remove coldAfterDays.",
        )


def _continuous_backups_are_short(rule: BackupRule) -> Iterator[Mistake]:
    if not rule.continuous:
        return
    if rule.keep_days > CONTINUOUS_DAYS:
        yield Mistake(
            ("keepDays",), str(rule.keep_days), f"at most {CONTINUOUS_DAYS} with continuous: true", "Add a second rule."
        )
    if rule.cold_after_days is not None:
        yield Mistake(
            ("coldAfterDays",), str(rule.cold_after_days), "nothing with continuous: true", "Remove coldAfterDays."
        )


def _starts_before_it_ends(rule: BackupRule) -> Iterator[Mistake]:
    if rule.completion_minutes < rule.start_minutes + 60:
        yield Mistake(
            ("completionMinutes",),
            str(rule.completion_minutes),
            f"{rule.start_minutes + 60} or more: at least 60 after startMinutes",
        )


def _runs_every_hour_at_most(rule: BackupRule) -> Iterator[Mistake]:
    if len(parse_cron(rule.schedule).minutes) > 1:
        yield Mistake(
            ("schedule",),
            f'"{rule.schedule}"',
            f"at most one run in {SHORTEST_GAP_MINUTES} minutes",
            "Give one minute of the hour; for less loss of data, use point-in-time recovery.",
        )


class BackupRule(Section):
    """When backups are made and how long they live."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _cold_backups_stay_90_days,
        _continuous_backups_are_short,
        _starts_before_it_ends,
        _runs_every_hour_at_most,
    )

    schedule: CronSchedule
    """When they start, UTC."""
    keep_days: KeepDays
    """Days that a backup is kept."""
    cold_after_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None
    """Days after which it moves to cold storage, from where a restore takes hours."""
    start_minutes: Annotated[Whole, Field(ge=60, le=10080)] = 60
    """Minutes within which a backup must have started, 60 to 10080."""
    completion_minutes: Annotated[Whole, Field(ge=120, le=43200)] = 480
    """Minutes within which it must be complete, 120 to 43200."""
    continuous: Flag = False
    """Whether S3 buckets can be restored to any second; databases and tables do that by themselves."""
    copy_keep_days: KeepDays | None = None
    """Days that the copy in copyRegion is kept; by default there is none."""
    protects: tuple[Protected, ...] | None = None
    """What it backs up; by default everything that platform:recovery.protects names."""


def _lock_takes_a_range(lock: Lock) -> Iterator[Mistake]:
    if lock.min_days > lock.max_days:
        yield Mistake(("minDays",), str(lock.min_days), f"at most maxDays, which is {lock.max_days}")


class Lock(Section):
    """Keeps backups from being deleted early."""

    rules: ClassVar[tuple[Rule, ...]] = (_lock_takes_a_range,)

    min_days: KeepDays
    """Shortest retention of a backup in the vaults."""
    max_days: KeepDays
    """Longest retention."""
    changeable_days: Annotated[Whole, Field(ge=3, le=36500)] | None = None
    """Days after which nobody can lift the lock any more, the account's owner neither; by default it stays liftable."""


class RestoreTesting(Section):
    """Restores the latest backups and removes them again."""

    schedule: CronSchedule
    """When, UTC."""
    resource_types: tuple[Literal["RDS", "DynamoDB", "S3"], ...] = Field(min_length=1)
    """What is restored: RDS, DynamoDB, S3."""
    window_days: Annotated[Whole, Field(ge=1, le=365)] = 7
    """Age in days of the oldest backup that is restored, 1 to 365."""
    keep_hours: Annotated[Whole, Field(ge=1, le=168)] = 4
    """Hours that what was restored stays for a look at it, 1 to 168."""


def _copies_have_a_region(recovery: Recovery) -> Iterator[Mistake]:
    for name, rule in recovery.rules_by_name.items():
        if rule.copy_keep_days is not None and recovery.copy_region is None:
            yield Mistake(("rules", name, "copyKeepDays"), str(rule.copy_keep_days), "copies only with copyRegion")
    if recovery.copy_region is not None and not any(
        rule.copy_keep_days is not None for rule in recovery.rules_by_name.values()
    ):
        yield Mistake(
            ("copyRegion",),
            f'"{recovery.copy_region}"',
            "a region only when a rule has copyKeepDays",
            "Add copyKeepDays to a rule, or remove copyRegion.",
        )


def _retention_is_within_the_lock(recovery: Recovery) -> Iterator[Mistake]:
    lock = recovery.lock
    if lock is None:
        return
    for name, rule in recovery.rules_by_name.items():
        for key, days in (("keepDays", rule.keep_days), ("copyKeepDays", rule.copy_keep_days)):
            if days is not None and not lock.min_days <= days <= lock.max_days:
                yield Mistake(
                    ("rules", name, key),
                    str(days),
                    f"{lock.min_days} to {lock.max_days}, which the lock allows",
                    "A vault refuses backups whose retention is outside of its lock.",
                )


def _continuous_backups_leave_the_database_alone(recovery: Recovery) -> Iterator[Mistake]:
    for name, rule in recovery.rules_by_name.items():
        if rule.continuous and "database" in recovery.protected_by(rule):
            yield Mistake(
                ("rules", name, "continuous"),
                "true",
                "false when the plan holds the database: AWS Backup would take over its backupDays and backupWindow",
                "RDS backs up continuously by itself, for platform:database.backupDays.",
            )


def _rules_protect_what_the_plan_does(recovery: Recovery) -> Iterator[Mistake]:
    for name, rule in recovery.rules_by_name.items():
        for section in rule.protects or ():
            if section not in recovery.protects:
                yield Mistake(
                    ("rules", name, "protects"),
                    section,
                    f"some of platform:recovery.protects: {', '.join(recovery.protects) or 'nothing'}",
                    f"Add {section} there.",
                )


_RESTORED = {"RDS": "database", "DynamoDB": "tables", "S3": "buckets"}
"""Sections by the resource type that AWS Backup knows them as."""


def _restores_what_is_backed_up(recovery: Recovery) -> Iterator[Mistake]:
    if recovery.restore_testing is None or recovery.tags:
        return
    for index, kind in enumerate(recovery.restore_testing.resource_types):
        if _RESTORED[kind] not in recovery.protects:
            yield Mistake(
                ("restoreTesting", "resourceTypes", index),
                f'"{kind}"',
                f"what platform:recovery.protects names: {', '.join(recovery.protects) or 'nothing'}",
                f"Remove it, or add {_RESTORED[kind]} there.",
            )


class Recovery(Section):
    """A plan of AWS Backup, with a vault under the backups key."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _copies_have_a_region,
        _retention_is_within_the_lock,
        _continuous_backups_leave_the_database_alone,
        _rules_protect_what_the_plan_does,
        _restores_what_is_backed_up,
    )

    plan_name: PlanName
    """Name of the plan."""
    rto_minutes: Annotated[Whole, Field(ge=1, le=43200)]
    """Target: minutes until the system works again."""
    rpo_minutes: Annotated[Whole, Field(ge=5, le=43200)]
    """Target: minutes of data that may be lost; 5 is what point-in-time recovery gives."""
    protects: tuple[Protected, ...] = ("database", "tables", "buckets")
    """What of the stack is backed up: database, tables, buckets."""
    tags: FrozenMap[TagKey, TagValue] = Field(default_factory=dict, validate_default=True)
    """Resources with one of these tags are backed up too."""
    rules_by_name: Annotated[FrozenMap[RuleName, BackupRule], Field(min_length=1)] = Field(alias="rules")
    """Backup rules by name."""
    copy_region: Region | None = None
    """Region of the copies, with a vault and a key of their own."""
    lock: Lock | None = None
    """Lock of the vaults."""
    notification_topic: TopicArn | None = None
    """SNS topic that hears of failed backups."""
    restore_testing: RestoreTesting | None = None
    """Tests of the restore."""

    def protected_by(self, rule: BackupRule) -> tuple[Protected, ...]:
        """The sections that a rule backs up."""
        return self.protects if rule.protects is None else rule.protects
