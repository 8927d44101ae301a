"""The workflow that cleans up, in the language of Step Functions with JSONata.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from collections.abc import Sequence

States = dict[str, object]

_LISTED_REVISIONS = 100
"""Most task definitions that ECS lists at once."""


def workflow(families: Sequence[str], keep_revisions: int, database: object, snapshot_days: int) -> States:
    """Old task definitions of these families and old snapshots of the database (may be an output; None for none)."""
    branches = [_revisions(list(families), keep_revisions)] if families else []
    if database is not None:
        branches.append(_snapshots(database, snapshot_days))
    return {
        "Comment": "Weekly clean-up",
        "QueryLanguage": "JSONata",
        "StartAt": "CleanUp",
        "States": {"CleanUp": {"Type": "Parallel", "Branches": branches, "End": True}},
    }


def _revisions(families: list[str], keep: int) -> States:
    superseded = f"{{% [$states.result.TaskDefinitionArns[[{keep}..{_LISTED_REVISIONS - 1}]]] %}}"
    listing = _task(
        "ecs:listTaskDefinitions",
        {"FamilyPrefix": "{% $states.input %}", "Status": "ACTIVE", "Sort": "DESC", "MaxResults": _LISTED_REVISIONS},
        Output=superseded,
        Next="DeregisterSuperseded",
    )
    deregister = _for_each("Deregister", "ecs:deregisterTaskDefinition", "TaskDefinition")
    of_family = {"ListRevisions": listing, "DeregisterSuperseded": {**deregister, "End": True}}
    processor = {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "ListRevisions", "States": of_family}
    every_family = {"Type": "Map", "Items": families, "MaxConcurrency": 1, "ItemProcessor": processor, "End": True}
    return {"StartAt": "EveryFamily", "States": {"EveryFamily": every_family}}


def _snapshots(database: object, days: int) -> States:
    old = (
        "{% [$states.result.DbSnapshots[Status = 'available'"
        f" and $toMillis(SnapshotCreateTime) < $millis() - {days} * 86400000"
        " and $not('Keep' in TagList.Key) and $not($contains(DbSnapshotIdentifier, /-final$/))]"
        ".DbSnapshotIdentifier] %}"
    )
    listing = _task(
        "rds:describeDBSnapshots",
        {"DbInstanceIdentifier": database, "SnapshotType": "manual"},
        Output=old,
        Next="DeleteOldSnapshots",
    )
    delete = _for_each("DeleteSnapshot", "rds:deleteDBSnapshot", "DbSnapshotIdentifier")
    return {
        "StartAt": "ListSnapshots",
        "States": {"ListSnapshots": listing, "DeleteOldSnapshots": {**delete, "End": True}},
    }


def _for_each(state: str, operation: str, parameter: str) -> States:
    """The operation for each item of the input. One that fails stops nothing: the next week tries it again."""
    skip = [{"ErrorEquals": ["States.ALL"], "Next": f"{state}Later"}]
    task = _task(operation, {parameter: "{% $states.input %}"}, Output="{% $states.input %}", Catch=skip, End=True)
    states = {state: task, f"{state}Later": {"Type": "Pass", "End": True}}
    processor = {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": state, "States": states}
    return {"Type": "Map", "Items": "{% $states.input %}", "MaxConcurrency": 1, "ItemProcessor": processor}


def _task(operation: str, arguments: States, **more: object) -> States:
    return {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{operation}", "Arguments": arguments, **more}
