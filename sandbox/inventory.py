"""`sandbox/cloud`: lists, shows, edits and deletes what exists in a project's cloud, behind Pulumi's back.

An edit is what a colleague does in the AWS console: `pulumi refresh` then shows it as drift.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sandbox.aws.model import Deployed
from sandbox.aws.store import Record, Store
from sandbox.command.errors import CommandError
from sandbox.command.folder import FOLDER, SandboxFolder
from sandbox.command.project import find_project_file
from sandbox.values import Properties, Secret, Value, reveal_all

# Properties by which people know a resource, where its id is another one.
_NAMING = ("arn", "name", "identifier", "bucket", "clusterIdentifier", "clusterId", "replicationGroupId", "family")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        store = _open(Path(options.cwd))
        print(_answer(store, options), flush=True)  # noqa: T201 - the command's output
    except CommandError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - the command's output
        return 1
    except BrokenPipeError:  # who reads the output has seen enough, as in `sandbox/cloud list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox/cloud", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-C", "--cwd", default=".", help="the project's folder, or one below it (default: this one)")
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="what exists, a line each")
    listing.add_argument("filter", nargs="?", default="", help="only types or ids that contain this text")
    show = commands.add_parser("show", help="one resource, whole, secrets hidden")
    show.add_argument("id", help="its id, ARN or name")
    edit = commands.add_parser("edit", help="change a resource's properties")
    edit.add_argument("id", help="its id, ARN or name")
    edit.add_argument(
        "change", nargs="+", help="PATH=VALUE, such as multiAz=false or tags.Owner=me; a JSON value or text"
    )
    delete = commands.add_parser("delete", help="delete a resource, whatever depends on it")
    delete.add_argument("id", help="its id, ARN or name")
    return parser


def _open(start: Path) -> Store:
    project = find_project_file(start.resolve())
    if project is None:
        raise CommandError(f"no Pulumi.yaml in {start.resolve()} or above it: give the project's folder with -C")
    folder = SandboxFolder(project.parent / FOLDER)
    if not folder.cloud.is_file():
        raise CommandError(f"nothing was ever deployed from {project.parent}: run `sandbox/pulumi up` there first")
    return Store(folder.cloud, folder.key)


def _answer(store: Store, options: argparse.Namespace) -> str:
    if options.command == "list":
        return _listing(store, options.filter)
    record = _one(store, options.id)
    if options.command == "show":
        return _shown(record)
    if options.command == "delete":
        store.remove(record.deployed)
        return f"deleted {record.deployed.type} {record.deployed.id}"
    state = _edited(record.state, options.change)
    store.put(
        Record(replace(record.deployed, properties=reveal_all(state)), record.urn, state),
        new=False,
    )
    return f"changed {record.deployed.type} {record.deployed.id}; `pulumi refresh` shows it as drift"


def _listing(store: Store, text: str) -> str:
    found = [
        deployed
        for deployed in sorted((record.deployed for record in store.all()), key=lambda item: (item.type, item.id))
        if text.lower() in deployed.type.lower() or text.lower() in deployed.id.lower()
    ]
    if not found:
        return f"nothing exists whose type or id contains `{text}`" if text else "the cloud is empty"
    width = max(len(deployed.type) for deployed in found)
    lines = [f"{item.type:{width}}  {item.place.account}  {item.place.region:14}  {item.id}" for item in found]
    return "\n".join((*lines, f"{len(found)} resource{'s' if len(found) > 1 else ''}"))


def _shown(record: Record) -> str:
    deployed = record.deployed
    head: Properties = {
        "type": deployed.type,
        "id": deployed.id,
        "account": deployed.place.account,
        "region": deployed.place.region,
        "urn": record.urn or None,
        "properties": record.state,
    }
    return json.dumps(head, indent=2, sort_keys=False, default=_hidden)


def _hidden(value: object) -> str:
    return "[secret]" if isinstance(value, Secret) else str(value)


def _one(store: Store, name: str) -> Record:
    records = store.all()
    exact = [record for record in records if record.deployed.id == name]
    found = exact or [record for record in records if name in (record.deployed.name, *_names(record.state))]
    if not found:
        raise CommandError(f"nothing with the id, ARN or name `{name}` exists; `sandbox/cloud list` shows what does")
    if len(found) > 1:
        raise CommandError(f"`{name}` is ambiguous: {'; '.join(_described(record.deployed) for record in found)}")
    return found[0]


def _names(state: Properties) -> list[Value]:
    return [state.get(key) for key in _NAMING]


def _described(deployed: Deployed) -> str:
    return f"{deployed.type} {deployed.id}"


def _edited(state: Properties, texts: Sequence[str]) -> Properties:
    for text in texts:
        path, equals, value = text.partition("=")
        steps = [key or int(position) for key, position in _STEP.findall(path)]
        if not equals or not steps:
            raise CommandError(f"`{text}` is not a change: write PATH=VALUE, such as multiAz=false")
        state = _with(state, steps, _parsed(value), path)
    return state


def _with(state: Properties, steps: Sequence[str | int], value: Value, path: str) -> Properties:
    changed = _changed(state, steps, value, path)
    if not isinstance(changed, dict):
        raise CommandError(f"`{path}` is no path into the resource's properties")
    return changed


def _changed(current: Value, steps: Sequence[str | int], value: Value, path: str) -> Value:
    if isinstance(current, Secret):
        return Secret(_changed(current.value, steps, value, path))
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if not isinstance(current, list) or step >= len(current):
            raise CommandError(f"`{path}`: there is no item {step}")
        return [_changed(item, rest, value, path) if place == step else item for place, item in enumerate(current)]
    fields = current if isinstance(current, dict) else {}
    return {**fields, step: _changed(fields.get(step), rest, value, path)}


def _parsed(text: str) -> Value:
    try:
        value: Value = json.loads(text)
    except ValueError:
        return text
    return value


if __name__ == "__main__":
    sys.exit(main())
