"""Whatever a stack file holds, the answer is settings or a list of mistakes."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from settings import Settings, SettingsError, parse_settings
from settings.stack import Settings as Stack
from tests.settings.stack_files import changed, config

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=4)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12) | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)
sections = [field.alias or name for name, field in Stack.model_fields.items()]
keys = st.sampled_from([name if ":" in name else f"platform:{name}" for name in sections]) | st.text(max_size=12)


def paths_in(value: Any, path: str = "") -> list[str]:  # noqa: ANN401  (YAML)
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [deeper for key, inner in items for deeper in paths_in(inner, f"{path}/{key}" if path else str(key))]
    return [path, *below] if path else below


# A path is split at slashes, so keys that hold one can't be replaced by themselves.
replaceable = [path for path in paths_in(config()) if "ecr" not in path]


def is_answered(configuration: dict[str, object]) -> bool:
    """Whether the answer is settings, or an error that names a mistake; any other exception passes through."""
    try:
        return isinstance(parse_settings(configuration, stack="dev"), Settings)
    except SettingsError as error:
        return bool(error.mistakes) and str(error).startswith("Pulumi.dev.yaml has")


@settings(deadline=None)
@given(st.dictionaries(keys, values, max_size=8))
def test_an_arbitrary_mapping_gives_settings_or_mistakes(configuration: dict[str, object]) -> None:
    assert is_answered(configuration)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(replaceable), values, min_size=1, max_size=1))
def test_a_stack_file_with_one_arbitrary_value_gives_settings_or_mistakes(changes: dict[str, object]) -> None:
    assert is_answered(changed(config(), changes))
