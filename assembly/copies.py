"""Keys of copies in other regions."""

from components.regional_key import CopiesKeyArgs
from settings import Settings


def copies_key_args(settings: Settings, alias: str) -> CopiesKeyArgs:
    """A key that lives and rotates as platform:encryption says."""
    args: CopiesKeyArgs = {
        "alias": alias,
        "deletion_window_days": settings.encryption.deletion_window_days,
        "rotation": settings.encryption.rotation,
        "rotation_days": settings.encryption.rotation_days,
    }
    return args
