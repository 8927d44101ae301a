"""Where the installed AWS SDK and its index are; nothing is imported from the SDK."""

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACKAGE: Final = "pulumi_aws"
FORMAT: Final = 6
"""The version of the index's form: raised whenever what is read or how it is stored changes."""

REPOSITORY: Final = Path(__file__).resolve().parents[2]


class SchemaError(Exception):
    """The SDK or its index can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SdkPackage:
    """The installed SDK: its folder and version."""

    folder: Path
    version: str


def installed_package() -> SdkPackage:
    """The SDK that this interpreter would import. Raises SchemaError where there is none."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SchemaError(
            f"The package {PACKAGE} is not installed in this Python environment, so the sandbox can't know the AWS "
            "resource types: install the project's requirements (`make setup`)."
        )
    folder = Path(spec.origin).parent
    try:
        version = str(json.loads((folder / "pulumi-plugin.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError) as error:
        raise SchemaError(
            f"The package {PACKAGE} in {folder} doesn't say its version in pulumi-plugin.json: install it again."
        ) from error
    return SdkPackage(folder, version)


def default_index_path(package: SdkPackage) -> Path:
    """The index's file: `.tools/schema-<SDK version>-<index format>.sqlite` in the repository."""
    return REPOSITORY / ".tools" / f"schema-{package.version}-{FORMAT}.sqlite"
