"""Which version of a package does uv.lock hold, with which hashes? pip cannot read it itself.

`python locked.py uv <uv.lock >uv.txt`
"""

import sys
import tomllib
from typing import Any


def requirement(lock: dict[str, Any], name: str) -> str:
    """Return the line that makes pip install exactly what the lock file holds."""
    (package,) = (package for package in lock["package"] if package["name"] == name)
    hashes = " ".join(f"--hash={wheel['hash']}" for wheel in package["wheels"])
    return f"{name}=={package['version']} {hashes}"


if __name__ == "__main__":
    sys.stdout.write(requirement(tomllib.load(sys.stdin.buffer), sys.argv[1]) + "\n")
