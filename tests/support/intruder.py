"""A member of the cluster who knows Ray's token and looks for what is the bot's, from a task on the node beside the
gateways: `python -m tests.support.intruder ADDRESS SECRET FOLDER`, with Ray's token in the environment.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def look(secret: str, folder: str) -> dict[str, Any]:
    """What the node's user can read: the secret in a process's environment, files below the folder."""
    processes = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if secret.encode() in (entry / "environ").read_bytes():
                processes.append(int(entry.name))
        except OSError:
            continue
    files = []
    for path, _, names in os.walk(folder):
        files += [str(Path(path, name)) for name in names if os.access(Path(path, name), os.R_OK)]
    return {
        "user": os.getuid(),
        "own": secret in os.environ.values(),
        "processes": processes,
        "files": files,
    }


def main() -> None:
    import ray

    address, secret, folder = sys.argv[1:]
    ray.init(address=address, log_to_driver=False, configure_logging=False)
    found = ray.get(ray.remote(look).options(num_cpus=0).remote(secret, folder))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
