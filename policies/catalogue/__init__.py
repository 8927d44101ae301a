"""The catalogue: every policy of the pack, one row each, in the order of this folder's files and of their `ROWS`."""

from collections.abc import Iterable, Mapping

from policies.catalogue.model import Policy
from policies.modules import modules_of


def indexed(rows: Iterable[Policy]) -> Mapping[str, Policy]:
    """Rows by name; two rows of one name are an error of the pack."""
    index: dict[str, Policy] = {}
    for row in rows:
        if row.name in index:
            raise ValueError(f"The catalogue has two rows named {row.name}; a policy's name is unique.")
        index[row.name] = row
    return index


def _rows() -> Iterable[Policy]:
    for module in modules_of(__name__):
        yield from getattr(module, "ROWS", ())


CATALOGUE: Mapping[str, Policy] = indexed(_rows())
"""Every policy by name."""
