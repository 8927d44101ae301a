"""Encryption keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from settings.section import Flag, Section, Whole


class Encryption(Section):
    """Customer-managed KMS keys, one for each class of data."""

    deletion_window_days: Annotated[Whole, Field(ge=7, le=30)] = 30
    """Days from the deletion of a key to its end, 7 to 30."""
    rotation: Flag = True
    """Whether KMS renews the key material by itself; data that is encrypted already stays readable."""
    rotation_days: Annotated[Whole, Field(ge=90, le=2560)] = 365
    """Days between two renewals, 90 to 2560."""
