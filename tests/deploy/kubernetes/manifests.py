"""The rendered objects, and how to find one."""

import copy
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Object = dict[str, Any]

ROOT = Path(__file__).parents[3]
KUBERNETES = ROOT / "deploy/kubernetes"
RENDERED = KUBERNETES / "rendered"
TIERS = ("enterprise", "local")
ENVIRONMENTS = ("staging", "production")
STEPS = ("database", "migration", "canary", "weight", "application")


@cache
def _read(name: str) -> tuple[Object, ...]:
    return tuple(yaml.safe_load_all((RENDERED / f"{name}.yaml").read_text()))


def objects_of(*names: str) -> list[Object]:
    """What these rendered files hold; a copy, for tests that plant a fault."""
    return [copy.deepcopy(thing) for name in names for thing in _read(name)]


def overlay(tier: str, environment: str) -> list[Object]:
    return objects_of(*(f"{tier}-{environment}-{step}" for step in STEPS))


def everything() -> list[tuple[str, Object]]:
    names = sorted(path.stem for path in RENDERED.glob("*.yaml"))
    return [(name, thing) for name in names for thing in objects_of(name)]


def of_kind(objects: Iterable[Object], kind: str) -> list[Object]:
    return [thing for thing in objects if thing["kind"] == kind]


def the(objects: Iterable[Object], kind: str, name: str) -> Object:
    (found,) = (thing for thing in of_kind(objects, kind) if thing["metadata"]["name"] == name)
    return found


def name_of(thing: Object) -> str:
    return f"{thing['kind']}/{thing['metadata']['name']}"
