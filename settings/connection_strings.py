"""Connection strings: texts that a secret holds beside host, port and password, in the form that a client wants."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from settings.errors import Mistake
from settings.interpolation import references_in
from settings.secret_paths import JsonKey
from settings.section import FrozenMap
from settings.wording import did_you_mean, listing

ConnectionStrings = FrozenMap[JsonKey, Annotated[str, Field(min_length=1, max_length=4096)]]


def strings_refer_to_the_secret(strings: Mapping[str, str], held: Collection[str]) -> Iterator[Mistake]:
    """Each ${...} names a key that the secret holds anyway, and no connection string takes the place of one."""
    for key, text in strings.items():
        path = ("connectionStrings", key)
        names = references_in(text)
        if key in held:
            yield Mistake(path, f'"{key}"', f"a key beside {listing(held)}, which the secret holds anyway")
        if text.count("${") != len(names) or not names:
            yield Mistake(path, "a text", f"a text with references such as ${{host}}, each to one of {listing(held)}")
        for name in names:
            if name not in held:
                yield Mistake(
                    path, f'"${{{name}}}"', f"a reference to one of {listing(held)}", did_you_mean(name, held)
                )
