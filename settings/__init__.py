"""What a stack may say: typed, validated, immutable. The door is `load_settings`."""

from settings.errors import Mistake, SettingsError
from settings.loader import load_settings, parse_settings
from settings.stack import Settings

__all__ = ["Mistake", "Settings", "SettingsError", "load_settings", "parse_settings"]
