"""Kubernetes' API as far as a client needs it that only listens: lists and watches, as streams.

It keeps the server's rules that such a client meets: a watch with `sendInitialEvents` gives what
there is, then a bookmark that says so, then every change; a list names its kind.
"""

import json
import queue
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Object = dict[str, Any]
Place = tuple[str, str, str]  # API version, plural, namespace
Events = queue.SimpleQueue[Object | None]
INITIAL_EVENTS_END = {"k8s.io/initial-events-end": "true"}


def place_of(thing: Object) -> Place:
    return thing["apiVersion"], f"{thing['kind'].lower()}s", thing["metadata"]["namespace"]


def asked_place(path: str) -> Place:
    """`/api/v1/namespaces/N/services` or `/apis/group/version/namespaces/N/things`."""
    group, _, rest = path.strip("/").partition("/")
    version, _, rest = rest.partition("/namespaces/")
    namespace, _, plural = rest.partition("/")
    assert group in {"api", "apis"}, f"{path} is no path of Kubernetes' API"
    assert plural, f"{path} asks for all namespaces, which no role here allows"
    return version, plural, namespace


class KubernetesApi(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, objects: Iterable[Object]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._changes = threading.Lock()
        self._version = 1
        self._watchers: list[tuple[Place, Events]] = []
        self._objects: dict[tuple[Place, str], Object] = {}
        for thing in objects:
            self.put(thing)

    def put(self, thing: Object) -> None:
        place = place_of(thing)
        known = (place, thing["metadata"]["name"])
        with self._changes:
            self._version += 1
            change = "MODIFIED" if known in self._objects else "ADDED"
            metadata = thing["metadata"] | {"resourceVersion": str(self._version)}
            self._objects[known] = thing | {"metadata": metadata}
            for watched, events in self._watchers:
                if watched == place:
                    events.put({"type": change, "object": self._objects[known]})

    def listed(self, place: Place) -> tuple[str, list[Object]]:
        found = [thing for (where, _), thing in self._objects.items() if where == place]
        return str(self._version), found

    def watched(self, place: Place, *, from_the_start: bool) -> Events:
        events = Events()
        with self._changes:
            version, things = self.listed(place)
            if from_the_start:
                for thing in things:
                    events.put({"type": "ADDED", "object": thing})
                events.put(bookmark(place, version))
            self._watchers.append((place, events))
        return events

    def hang_up(self) -> None:
        for _, events in self._watchers:
            events.put(None)


def bookmark(place: Place, version: str) -> Object:
    metadata = {"resourceVersion": version, "annotations": INITIAL_EVENTS_END}
    thing = {"apiVersion": place[0], "kind": KINDS[place[1]], "metadata": metadata}
    return {"type": "BOOKMARK", "object": thing}


KINDS = {
    f"{kind.lower()}s": kind
    for kind in (
        "ConfigMap", "EndpointSlice", "IngressRoute", "IngressRouteTCP", "IngressRouteUDP",
        "Middleware", "MiddlewareTCP", "Secret", "ServersTransport", "ServersTransportTCP",
        "Service", "TLSOption", "TLSStore", "TraefikService",
    )
}  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def api(self) -> KubernetesApi:
        assert isinstance(self.server, KubernetesApi)
        return self.server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        place, query = asked_place(asked.path), parse_qs(asked.query)
        if query.get("watch") == ["true"]:
            self._stream(self.api.watched(place, from_the_start="sendInitialEvents" in query))
        else:
            self._list(place)

    def _list(self, place: Place) -> None:
        version, items = self.api.listed(place)
        kind = f"{KINDS[place[1]]}List"
        body = json.dumps(
            {
                "apiVersion": place[0],
                "kind": kind,
                "metadata": {"resourceVersion": version},
                "items": items,
            }
        ).encode()
        self._head("Content-Length", str(len(body)))
        self.wfile.write(body)

    def _stream(self, events: Events) -> None:
        self._head("Transfer-Encoding", "chunked")
        while (event := events.get()) is not None:
            line = json.dumps(event).encode() + b"\n"
            self.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
            self.wfile.flush()
        self.close_connection = True

    def _head(self, header: str, value: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header(header, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def serving(objects: Iterable[Object]) -> Generator[KubernetesApi]:
    with KubernetesApi(objects) as api:
        thread = threading.Thread(target=api.serve_forever, daemon=True)
        thread.start()
        try:
            yield api
        finally:
            api.hang_up()
            api.shutdown()
            thread.join()
