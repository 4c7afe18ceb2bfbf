"""`python -m manifests`: bring what is written and rendered under deploy/kubernetes up to date."""

from pathlib import Path

from manifests.renewal import renew

if __name__ == "__main__":
    renew(Path(__file__).parents[2])
