"""What the provider does for one resource: check, diff, create, read, update and delete.

Everything here works on decoded values; `sandbox.aws.server` speaks the protocol. A refusal is an `AwsError`.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from sandbox.aws import account
from sandbox.aws.check import check_inputs
from sandbox.aws.check.autonaming import DEFAULTS, NameTooLongError, fixed_name_property
from sandbox.aws.completion import completed
from sandbox.aws.computed import compute, compute_effects, compute_remains, settings_of, stays
from sandbox.aws.configuration import Configuration
from sandbox.aws.model import AwsError, Deployed, Failure, Place, Request
from sandbox.aws.regions import REGIONS
from sandbox.aws.rules import refusals, refuse_create, refuse_delete, refuse_update
from sandbox.aws.scope import identifying
from sandbox.aws.state import imported_inputs, planned, refreshed_inputs, with_secrets
from sandbox.aws.store import Record, Store
from sandbox.aws.write_only import held, without_write_only
from sandbox.schema import Index, ResourceType
from sandbox.values import Properties, reveal, reveal_all, same


@dataclass(frozen=True, slots=True)
class Identity:
    """The resource a request is about, as the engine names it."""

    urn: str
    type: str
    name: str


class Lifecycle:
    """The resources of one configured provider."""

    def __init__(self, index: Index, store: Store, configuration: Configuration) -> None:
        self._index = index
        self._store = store
        self._configuration = configuration

    def resource(self, type: str) -> ResourceType:
        """The schema of a type. Raises `AwsError` naming the closest types when there is none."""
        found = self._index.resource(type)
        if found is None:
            closest = ", ".join(self._index.closest_resources(type)) or "none"
            raise AwsError(
                "UnknownResourceType", f"{type} is not a type of the installed pulumi_aws. Similar types: {closest}"
            )
        return found

    def check(
        self, of: Identity, old: Properties | None, new: Properties, random: Callable[[int], str]
    ) -> tuple[Properties, list[Failure]]:
        """The inputs as AWS will see them (named, with defaults and tags) and everything that is wrong with them."""
        resource = self.resource(of.type)
        inputs, failures = check_inputs(resource, new, self._index)
        try:
            inputs = completed(resource, inputs, of.name, random, old, self._configuration)
        except NameTooLongError as error:
            return inputs, [*failures, error.failure]
        request = self._request(of, resource, reveal_all(inputs), seed=of.urn, preview=True)
        malformed = {_top_level(failure) for failure in failures}
        refused = [failure for failure in refusals(request, resource) if _top_level(failure) not in malformed]
        return inputs, [*failures, *refused]

    def plan(self, of: Identity, inputs: Properties, state: Properties | None = None) -> Properties:
        """The state that a preview shows after a creation, or after an update of this state."""
        return planned(self.resource(of.type), inputs, state)

    def create(self, of: Identity, inputs: Properties) -> tuple[str, Properties]:
        """Make the resource. Returns its id and state."""
        resource = self.resource(of.type)
        with self._store.transaction():
            for left_over in self._store.left_over(of.urn):
                self._remove(of, resource, left_over)
            request = self._request(of, resource, reveal_all(inputs), seed=secrets.token_hex(16))
            refuse_create(request)
            id, computed = compute(request, resource, self._index)
            if self._twin(resource, id, computed, request.place):
                raise AwsError(
                    "AlreadyExists",
                    f"{of.type} `{id}` already exists in account {request.place.account}, {request.place.region}:"
                    " import it, delete it, or choose another name",
                )
            state = with_secrets(resource, inputs, computed)
            whole = {**state, **held(resource, inputs, None)}
            deployed = Deployed(of.type, id, request.place, reveal_all(whole), request.seed, of.name)
            self._store.put(Record(deployed, of.urn, whole), new=True)
            self._replace_effects([], compute_effects(request, id, computed))
        return id, state

    def read(
        self, of: Identity, id: str, old_state: Properties, old_inputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """The resource as it stands: id, state and inputs, or None when it is gone."""
        resource = self.resource(of.type)
        place = self._place(resource, old_inputs if "region" in old_inputs else old_state)
        if not old_state:
            id, place = _without_region(id, place)
        record = (
            self._recorded(of, id, old_state, place)
            or self._by_other_id(of.type, id, place)
            or _there_from_the_start(of.type, id, place)
        )
        if record is None:
            return None
        self._store.confirm(of.urn, record.deployed.id)
        state = without_write_only(resource, record.state)
        if not old_state:
            return record.deployed.id, state, self._without_what_aws_chooses(of, resource, record, state)
        return record.deployed.id, state, refreshed_inputs(resource, old_inputs, old_state, state)

    def update(self, of: Identity, id: str, old_state: Properties, inputs: Properties) -> Properties:
        """Change the resource, of which the engine knows the old state, in place. Returns its new state."""
        resource = self.resource(of.type)
        with self._store.transaction():
            record = self._existing(of, id, old_state, self._place(resource, inputs))
            request = self._request(
                of, resource, reveal_all(inputs), seed=record.deployed.seed, current=record.deployed
            )
            refuse_update(request)
            _, computed = compute(request, resource, self._index)
            state = with_secrets(resource, inputs, computed)
            whole = {**state, **held(resource, inputs, record.state)}
            deployed = replace(record.deployed, properties=reveal_all(whole), name=of.name)
            self._store.put(Record(deployed, of.urn, whole), new=False)
            before = compute_effects(request, id, record.deployed.properties)
            self._replace_effects(before, compute_effects(request, id, computed))
        return state

    def delete(self, of: Identity, id: str, state: Properties) -> None:
        """Delete the resource of which the engine knows this state, and keep what AWS keeps of it.

        One that is gone already is no error.
        """
        resource = self.resource(of.type)
        place = self._place(resource, state)
        with self._store.transaction():
            record = self._recorded(of, id, state, place)
            if record is None:
                return
            if stays(record.deployed):
                self._store.put(replace(record, urn=""), new=False)
                return
            refuse_delete(record.deployed, self._store.at(place))
            self._remove(of, resource, record)
            for remains in compute_remains(record.deployed):
                self._store.put(Record(remains, "", remains.properties), new=False)

    def confirm(self, of: Identity, id: str) -> None:
        """Note that the engine knows the resource."""
        self._store.confirm(of.urn, id)

    def _without_what_aws_chooses(
        self, of: Identity, resource: ResourceType, record: Record, state: Properties
    ) -> Properties:
        """The inputs of an imported resource, but for those that it would have if its program said nothing of them."""
        found = imported_inputs(resource, state)
        needed: Properties = {
            name: value
            for name, value in found.items()
            if name == "name" or resource.inputs[name].required or resource.inputs[name].force_new
        }
        request = self._request(of, resource, reveal_all(needed), seed=record.deployed.seed)
        _, chosen = compute(request, resource, self._index)
        return {
            name: value for name, value in found.items() if name in needed or not same(chosen.get(name), reveal(value))
        }

    def _remove(self, of: Identity, resource: ResourceType, record: Record) -> None:
        """Remove a resource and what AWS made along with it."""
        deployed = record.deployed
        self._store.remove(deployed)
        request = self._request(of, resource, deployed.properties, seed=deployed.seed)
        self._replace_effects(compute_effects(request, deployed.id, deployed.properties), [])

    def _replace_effects(self, before: list[Deployed], after: list[Deployed]) -> None:
        """What AWS makes by itself beside a resource comes, stays as it is and goes with it."""
        old, new = ({(effect.type, effect.id): effect for effect in effects} for effects in (before, after))
        for key in old.keys() - new.keys():
            for gone in (old[key], *settings_of(old[key], self._store.at(old[key].place))):
                self._store.remove(gone)
        for key in new.keys() - old.keys():
            self._store.put(Record(new[key], "", new[key].properties), new=False)

    def _existing(self, of: Identity, id: str, old_state: Properties, place: Place) -> Record:
        record = self._recorded(of, id, old_state, place)
        if record is None:
            raise AwsError(
                "NotFound", f"{of.type} `{id}` does not exist any more; run `pulumi refresh` to take note of that"
            )
        return record

    def _recorded(self, of: Identity, id: str, old_state: Properties, place: Place) -> Record | None:
        """The resource that the engine means, also where its id alone doesn't say so."""
        found = self._store.same_id(of.type, id, place)
        if len(found) > 1 and old_state:
            known = reveal_all(old_state)
            own = [record for record in found if record.urn == of.urn] or found
            found = [
                record
                for record in own
                if all(same(record.deployed.get(name), known.get(name)) for name in identifying(of.type))
            ]
        return found[-1] if found else None

    def _twin(self, resource: ResourceType, id: str, computed: Properties, place: Place) -> bool:
        """Whether AWS has this resource already: the same id, and the same in all that tells such ids apart.

        A type without a name of its own is a setting of another resource, which AWS overwrites without a word.
        """
        named = fixed_name_property(resource, {**computed, DEFAULTS: []}) is not None
        return named and any(
            all(same(record.deployed.get(name), computed.get(name)) for name in identifying(resource.token))
            for record in self._store.same_id(resource.token, id, place)
        )

    def _by_other_id(self, type: str, id: str, place: Place) -> Record | None:
        """AWS documents an ARN or a name as the import id of some types whose id is another one."""
        named = [
            record
            for record in self._store.all(type)
            if id in (record.state.get("arn"), record.state.get("name")) and record.deployed.place == place
        ]
        return named[0] if len(named) == 1 else None

    def _request(
        self,
        of: Identity,
        resource: ResourceType,
        inputs: Properties,
        *,
        seed: str,
        current: Deployed | None = None,
        preview: bool = False,
    ) -> Request:
        place = self._place(resource, inputs)
        tags = inputs.get("tagsAll")
        return Request(
            type=of.type,
            name=of.name,
            inputs={name: value for name, value in inputs.items() if not name.startswith("__")},
            place=place,
            cloud=self._store.at(place),
            seed=seed,
            current=current,
            tags=tags if isinstance(tags, dict) else {},
            preview=preview,
        )

    def _place(self, resource: ResourceType, properties: Properties) -> Place:
        """Where a resource with these properties lives: its own `region`, else the provider's."""
        region = reveal(properties.get("region"))
        place = self._configuration.place
        return replace(place, region=region) if isinstance(region, str) and "region" in resource.inputs else place


def _top_level(failure: Failure) -> str:
    return failure.path.split(".", 1)[0].split("[", 1)[0]


def _without_region(id: str, place: Place) -> tuple[str, Place]:
    """An import id may name another region than the provider's at its end: `vpc-0123@us-west-2`."""
    bare, _, region = id.rpartition("@")
    return (bare, replace(place, region=region)) if bare and region in REGIONS else (id, place)


def _there_from_the_start(type: str, id: str, place: Place) -> Record | None:
    """What every account holds before anything is deployed in it, such as the default VPC."""
    found = account.find(place, type, id)
    return Record(found, "", found.properties) if found else None
