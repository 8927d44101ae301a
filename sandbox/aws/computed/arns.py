"""The ARN of a resource: from a table of formats, from a documented example, or in the form most services share."""

import re
from typing import Final

from sandbox.aws.computed.arn_formats import ARN_FORMATS, GLOBAL_MODULES, SERVICES, SERVICES_BY_CLASS
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.shapes import ACCOUNT, is_generated, like
from sandbox.values import Value

_PLACEHOLDER: Final = re.compile(r"\{([^}]+)\}")
_NAMES: Final = ("name", "{class}Name", "identifier", "{class}Identifier", "{class}Id", "domainName", "domain", "alias")


def arn_of(creation: Creation, id: str = "") -> str:
    """The ARN of the resource that is being created; `id` is its identifier where it is known already."""
    known = ARN_FORMATS.get(creation.resource.token)
    if known is not None:
        return _formatted(known, creation, id)
    example = arn_example(creation)
    if example is not None:
        return like_example(example, creation)
    module = creation.resource.token.split(":")[1].split("/")[0]
    service, everywhere = _service(module, creation.resource.class_name)
    region = "" if everywhere else None
    name = (id or physical_name(creation)).replace(",", "/")
    return creation.arn(service, f"{kebab(creation.resource.class_name)}/{name}", region=region)


def _service(module: str, class_name: str) -> tuple[str, bool]:
    """The service prefix of a type's ARNs and whether they name no region."""
    for (owner, start), service in SERVICES_BY_CLASS.items():
        if module == owner and class_name.startswith(start):
            return service, False
    return SERVICES.get(module, module), module in GLOBAL_MODULES


def arn_example(creation: Creation) -> str | None:
    """The documented import id of the type when it is an ARN and nothing else."""
    for example in creation.resource.import_examples:
        text = unquoted(example)
        if text.startswith("arn:") and not re.search(r",|\[|<|_arn:|\s", text):
            return text
    return None


def unquoted(example: str) -> str:
    """An import id as it is given to AWS: without a shell's quotes."""
    return example.strip().strip("'\"").strip()


def like_example(example: str, creation: Creation) -> str:
    """The ARN in the form of the example: its words kept, its names and identifiers replaced by the resource's."""
    fields = example.split(":", 5)
    if len(fields) < 6:
        return creation.arn("unknown", example)
    service, region, account, path = fields[2:6]
    parent = _parent(creation, service, path)
    pieces = re.split(r"([/:])", path)
    words = pieces[::2]
    own: list[str] = []
    for place, word in enumerate(words):
        last = place == len(words) - 1
        own.append(_segment(word, place, last, len(words), creation))
    if parent is not None:
        kept = len(re.split(r"[/:]", parent))
        own[:kept] = re.split(r"[/:]", parent)
    text = "".join(piece for pair in zip(own, [*pieces[1::2], ""], strict=False) for piece in pair)
    return creation.arn(
        service,
        text,
        region=None if region else "",
        account=None if ACCOUNT.fullmatch(account) or account else "",
    )


def _segment(word: str, place: int, last: bool, count: int, creation: Creation) -> str:
    if not word or (place == 0 and count > 1):
        return word
    if ACCOUNT.fullmatch(word) and len(word) == 12:
        return creation.account
    if is_generated(word):
        return like(word, creation.random, "id" if last else f"id/{place}")
    if last:
        return physical_name(creation)
    if word.isdigit() or word.lower().replace("-", "") in creation.resource.class_name.lower() or word == "default":
        return word
    return physical_name(creation) if re.search(r"(?i)example|[_-]name|my-", word) else word


def _parent(creation: Creation, service: str, path: str) -> str | None:
    """The resource part of an ARN among the inputs whose path begins as the example's and is shorter."""
    head = re.split(r"[/:]", path)[0]
    for value in creation.inputs.values():
        if not isinstance(value, str) or not value.startswith("arn:"):
            continue
        fields = value.split(":", 5)
        same = len(fields) == 6 and fields[2] == service and re.split(r"[/:]", fields[5])[0] == head
        if same and len(re.split(r"[/:]", fields[5])) < len(re.split(r"[/:]", path)):
            return fields[5]
    return None


def physical_name(creation: Creation) -> str:
    """The name that identifies the resource in its ARN."""
    stem = creation.resource.class_name[:1].lower() + creation.resource.class_name[1:]
    for candidate in _NAMES:
        value = creation.text(candidate.replace("{class}", stem))
        if value and not value.startswith("arn:"):
            return value
    for name, declared in creation.resource.inputs.items():
        if name.endswith("Name") and declared.type.kind == "string" and creation.text(name):
            return creation.text(name)
    return creation.name()


def kebab(name: str) -> str:
    """`CapacityReservation` as `capacity-reservation`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", name).lower()


def _formatted(format: str, creation: Creation, id: str) -> str:
    service, region, path = format.split("|")
    text = _PLACEHOLDER.sub(lambda match: _placeholder(match.group(1), creation, id), path)
    return creation.arn(
        service,
        text,
        region=None if "r" in region else "",
        account=None if "a" in region else "",
    )


def _placeholder(key: str, creation: Creation, id: str) -> str:
    kind, _, argument = key.partition(":")
    random = creation.random
    if kind == "name":
        return creation.text(argument) if argument and creation.text(argument) else physical_name(creation)
    if kind == "id":
        return id or random.hex(8, "id")
    if kind == "account":
        return creation.account
    if kind == "uuid":
        return random.uuid(argument or "id")
    drawn = {"hex": random.hex, "digits": random.digits, "lower": random.lower, "upper": random.upper}
    if kind in drawn:
        return drawn[kind](int(argument), "id")
    value: Value = creation.state.get(kind)
    return last_of(value) if isinstance(value, str) else str(value) if value is not None else argument


def last_of(text: str) -> str:
    """The resource's own name when the text is an ARN (its last segment), else the text."""
    return re.split(r"[/:]", text)[-1] if text.startswith("arn:") else text
