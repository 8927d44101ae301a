"""What a stack file of this project may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationError

from settings import SettingsError
from settings.report import mistakes_in
from settings.section import FrozenMap, Section, Whole
from settings.types import AccountId, Region, RoleName, TagKey, TagValue, Text

BucketName = Annotated[
    str, Text(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", "3 to 63 lower-case letters, digits and hyphens, without dots")
]
KeyAlias = Annotated[
    str, Text(r"(?!aws/|alias/)[A-Za-z0-9/_-]{1,244}", "1 to 244 letters, digits, /, _ and -, without alias/ in front")
]


class BackendAccount(Section):
    """The AWS account of the bucket and the keys. Deploying to any other one fails."""

    id: AccountId
    """Twelve digits, in quotes."""
    users: Annotated[tuple[RoleName, ...], Field(min_length=1)]
    """Roles of that account that deploy stacks; only they may use the state. Their IAM policies must allow it too."""


class BackendBucket(Section):
    """The bucket of the state."""

    name: BucketName
    """Name, unique in all of AWS."""
    old_version_days: Annotated[Whole, Field(ge=1, le=3650)] = 90
    """Days that replaced versions of state are kept, 1 to 3650."""
    old_versions_kept: Annotated[Whole, Field(ge=1, le=100)] = 20
    """Replaced versions that are kept whatever their age, 1 to 100."""


class BackendKeys(Section):
    """The keys of the bucket and of secret values."""

    secrets_alias: KeyAlias
    """Alias of the key of secret values: pulumi-fivestar-prod. The bucket's key has the same with -state behind."""
    deletion_window_days: Annotated[Whole, Field(ge=7, le=30)] = 30
    """Days from the deletion of a key to its end, 7 to 30."""


class BackendSettings(Section):
    """One state backend."""

    region: Region = Field(alias="aws:region")
    """AWS region of bucket and keys."""
    account: BackendAccount = Field(alias="state:account")
    """Account and users."""
    bucket: BackendBucket = Field(alias="state:bucket")
    """The bucket."""
    keys: BackendKeys = Field(alias="state:keys")
    """The keys."""
    tags: FrozenMap[TagKey, TagValue] = Field(alias="state:tags")
    """Tags of bucket and keys."""


def parse_backend_settings(config: Mapping[str, object], stack: str = "") -> BackendSettings:
    """The settings in a stack's configuration: keys as in the stack file, values as YAML or JSON gives them.

    Raises SettingsError, which names every mistake.
    """
    given = {key: value for key, value in config.items() if key.startswith(("aws:", "state:"))}
    try:
        return BackendSettings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(list(mistakes_in(error, BackendSettings)), stack) from None
