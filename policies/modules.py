"""The modules of a package, so that a file with rows or rules is all that a new one takes."""

import pkgutil
from importlib import import_module
from types import ModuleType


def modules_of(package: str) -> tuple[ModuleType, ...]:
    """The modules of an imported package, by name; subpackages are left out."""
    found = pkgutil.iter_modules(import_module(package).__path__)
    return tuple(import_module(f"{package}.{module.name}") for module in found if not module.ispkg)
