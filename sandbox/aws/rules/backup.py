"""What AWS Backup refuses of plans, vaults and selections, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.schedules import unless_schedule

_API: Final = "https://docs.aws.amazon.com/aws-backup/latest/devguide/"
_PLAN: Final = "aws:backup/plan:Plan"
_VAULT: Final = "aws:backup/vault:Vault"
_SELECTION: Final = "aws:backup/selection:Selection"
_LOCK: Final = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
_TESTING: Final = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
_COLD_DAYS: Final = 90
_CONTINUOUS_DAYS: Final = 35


@refuses(_VAULT, code="InvalidParameterValueException", source=_API + "API_CreateBackupVault.html")
def a_backup_vault_has_a_plain_name(vault: Given) -> Failures:
    """2 to 50 letters, digits, underscores and hyphens."""
    yield from vault["name"].unlike("[0-9A-Za-z_-]{2,50}", "2 to 50 letters, digits, underscores and hyphens")


@refuses(_PLAN, code="InvalidParameterValueException", source=_API + "API_BackupRuleInput.html")
def a_backup_rule_has_a_name_and_a_schedule(plan: Given) -> Failures:
    """1 to 50 letters, digits, periods, underscores and hyphens; a cron expression."""
    for rule in plan["rules"].items:
        yield from rule["ruleName"].unlike("[0-9A-Za-z_.-]{1,50}", "1 to 50 letters, digits and . _ -")
        if not (rule["schedule"].text or "").startswith("rate("):
            yield from unless_schedule(rule["schedule"])


@refuses(_PLAN, code="InvalidParameterValueException", source=_API + "API_Lifecycle.html")
def cold_backups_stay_90_days(plan: Given) -> Failures:
    """deleteAfter is at least 90 days after coldStorageAfter, in copies too."""
    for rule in plan["rules"].items:
        for lifecycle in (rule["lifecycle"], *(copy["lifecycle"] for copy in rule["copyActions"].items)):
            cold, deleted = lifecycle["coldStorageAfter"].number, lifecycle["deleteAfter"]
            if cold and deleted.number and deleted.number < cold + _COLD_DAYS:
                yield deleted.refuse(
                    f"{deleted.number:g} isn't allowed; backups stay 90 days in cold storage: "
                    f"give {cold + _COLD_DAYS:g} or more"
                )


@refuses(_PLAN, code="InvalidParameterValueException", source=_API + "API_BackupRuleInput.html")
def continuous_backups_are_kept_for_1_to_35_days(plan: Given) -> Failures:
    """And never go to cold storage."""
    for rule in plan["rules"].items:
        if rule["enableContinuousBackup"].true:
            if rule["lifecycle"]["deleteAfter"].absent:
                yield rule["lifecycle"].refuse("enableContinuousBackup needs lifecycle.deleteAfter of 1 to 35 days")
            yield from rule["lifecycle"]["deleteAfter"].outside(1, _CONTINUOUS_DAYS, "days with continuous backup")


@refuses(_PLAN, code="InvalidParameterValueException", source=_API + "API_BackupRuleInput.html")
def a_backup_starts_before_it_must_be_complete(plan: Given) -> Failures:
    """A start window of 60 minutes or more, completion after it."""
    for rule in plan["rules"].items:
        start, end = rule["startWindow"], rule["completionWindow"]
        if start.number and start.number < 60:
            yield start.refuse(f"{start.number:g} minutes isn't allowed; give 60 or more")
        if start.number and end.number and end.number < start.number + 60:
            yield end.refuse(f"{end.number:g} minutes isn't allowed; give at least 60 more than startWindow")


@refuses(_SELECTION, code="InvalidParameterValueException", source=_API + "API_BackupSelection.html")
def a_backup_selection_has_a_plain_name(selection: Given) -> Failures:
    """1 to 50 letters, digits, periods, underscores and hyphens."""
    yield from selection["name"].unlike("[0-9A-Za-z_.-]{1,50}", "1 to 50 letters, digits and . _ -")
    for condition in selection["selectionTags"].items:
        yield from condition["type"].none_of(("STRINGEQUALS",))


@refuses(_LOCK, code="InvalidParameterValueException", source=_API + "API_PutBackupVaultLockConfiguration.html")
def a_vault_lock_takes_a_range_of_days(lock: Given) -> Failures:
    """Shortest retention 1 day or more, longest at least that; 3 days or more to change one's mind."""
    shortest, longest = lock["minRetentionDays"], lock["maxRetentionDays"]
    if shortest.number is not None and longest.number is not None and shortest.number > longest.number:
        yield longest.refuse(f"{longest.number:g} is less than minRetentionDays, which is {shortest.number:g}")
    yield from lock["changeableForDays"].outside(3, 36500, "days")


@refuses(_TESTING, code="InvalidParameterValueException", source=_API + "API_RestoreTestingPlanForCreate.html")
def a_restore_testing_plan_has_a_plain_name(plan: Given) -> Failures:
    """1 to 50 letters, digits and underscores."""
    yield from plan["name"].unlike("[0-9A-Za-z_]{1,50}", "1 to 50 letters, digits and underscores")
    yield from unless_schedule(plan["scheduleExpression"])
