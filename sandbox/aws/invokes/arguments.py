"""The arguments of a function call, read by type."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.values import Properties, Value


@dataclass(frozen=True, slots=True)
class Filter:
    """A `filters` entry: a resource fits when the named property has one of the values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arguments:
    """Arguments in wire names, already brought to their declared types; absent ones read as empty."""

    token: str
    values: Mapping[str, Value]

    def given(self, name: str) -> bool:
        """Whether the argument is there and neither empty text nor an empty list or map."""
        value = self.values.get(name)
        return value is not None and value != "" and value != [] and value != {}

    def text(self, name: str, default: str = "") -> str:
        """A text argument; the default when it is absent or empty."""
        value = self.values.get(name)
        return value if isinstance(value, str) and value else default

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean argument."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else default

    def integer(self, name: str, default: int) -> int:
        """A whole number argument."""
        value = self.values.get(name)
        return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else default

    def texts(self, name: str) -> list[str]:
        """A list of text argument."""
        value = self.values.get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def objects(self, name: str) -> list[Properties]:
        """A list of objects argument."""
        value = self.values.get(name)
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def mapping(self, name: str) -> dict[str, str]:
        """A map of text argument, such as tags."""
        value = self.values.get(name)
        return {key: item for key, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}

    def filters(self, name: str = "filters") -> list[Filter]:
        """The `filters` argument."""
        return [
            Filter(str(item.get("name", "")), tuple(Arguments(self.token, item).texts("values")))
            for item in self.objects(name)
        ]
