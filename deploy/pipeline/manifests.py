"""What does the pipeline change in a tier's rendered Kubernetes objects before they are applied?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

import yaml

from pipeline.canary_services import ALL
from pipeline.errors import PipelineError

Manifest = dict[str, Any]
STABLE, CANARY = "api", "api-canary"
# The overlays name no version of their own; the pipeline says which.
_NO_TAG = ":set-by-the-pipeline"
_ROUTING = "TraefikService"


def documents(rendered: str, image: str) -> list[Manifest]:
    """Return the rendered objects with the image of this release."""
    text = [cast("Manifest", one) for one in yaml.safe_load_all(rendered) if one]
    return [cast("Manifest", _with_image(one, image)) for one in text]


def text_of(objects: Iterable[Manifest]) -> str:
    """Return objects as kubectl takes them."""
    return yaml.safe_dump_all(objects, sort_keys=False)


def routing(objects: Iterable[Manifest]) -> list[Manifest]:
    """Return the objects that say who gets the requests."""
    return [one for one in objects if one["kind"] == _ROUTING]


def programs(objects: Iterable[Manifest]) -> list[Manifest]:
    """Return everything else: it must be ready before it gets a request."""
    return [one for one in objects if one["kind"] != _ROUTING]


def weighed(objects: Iterable[Manifest], percent: int) -> list[Manifest]:
    """Return the objects with this share for the canary wherever both are weighed."""
    changed = [deepcopy(one) for one in objects]
    for one in routing(changed):
        for service in one["spec"]["weighted"]["services"]:
            service["weight"] = _weights(percent)[service["name"]]
    return changed


def weights_patch(traefik_service: Mapping[str, Any], percent: int) -> str:
    """Return the JSON patch that gives the canary this share, if both are still where they were."""
    services: Sequence[Mapping[str, Any]] = traefik_service["spec"]["weighted"]["services"]
    weights = _weights(percent)
    places = {str(one["name"]): place for place, one in enumerate(services)}
    if places.keys() != weights.keys():
        raise PipelineError(
            f"TraefikService {traefik_service['metadata']['name']} weighs {sorted(places)} and not "
            f"{sorted(weights)}, so no share can be given. Apply the canary's overlay again."
        )
    return json.dumps(
        [
            change
            for name, weight in weights.items()
            for change in _changes(f"/spec/weighted/services/{places[name]}", name, weight)
        ]
    )


def _weights(percent: int) -> dict[str, int]:
    return {STABLE: ALL - percent, CANARY: percent}


def _changes(place: str, name: str, weight: int) -> list[dict[str, Any]]:
    return [
        {"op": "test", "path": f"{place}/name", "value": name},
        {"op": "replace", "path": f"{place}/weight", "value": weight},
    ]


def _with_image(value: object, image: str) -> object:
    if isinstance(value, dict):
        fields = cast("Manifest", value)
        return {
            key: image if key == "image" and str(one).endswith(_NO_TAG) else _with_image(one, image)
            for key, one in fields.items()
        }
    if isinstance(value, list):
        return [_with_image(one, image) for one in cast("list[object]", value)]
    return value
