"""The plugin process `pulumi-resource-aws`: serves the aws provider and prints the port it listens on."""

import os
from pathlib import Path

from sandbox.engine.protocol import import_messages_only
from sandbox.process import serve

# The engine starts at most 4 requests a processor at once, and the store serialises writes anyway.
_WORKERS = 16


def main() -> None:
    """Serve until the engine goes away."""
    import_messages_only()

    from sandbox.aws.server import AwsProvider
    from sandbox.aws.store import Store
    from sandbox.schema import installed_package, open_index

    cloud = Path(os.environ.get("SANDBOX_CLOUD", ".sandbox/cloud.sqlite"))
    key = os.environ.get("SANDBOX_KEY_FILE")
    store = Store(cloud, Path(key) if key else None)
    provider = AwsProvider(open_index(), store, installed_package().version)
    serve(provider, _WORKERS, on_stop=store.settle)


if __name__ == "__main__":
    main()
