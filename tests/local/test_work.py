"""What the worker does: every job that the code can queue has somebody who does it."""

import inspect
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from pydantic import PostgresDsn, SecretStr

import local
from local.connectors.places.memory import MemoryProvider
from local.connectors.places.port import Provider
from local.connectors.vendors import vendors_of
from local.places.jobs import FetchPlaces
from local.places.service.fetches import Providers
from local.settings import LocalSettings
from local.work import SCHEDULE, handlers

PROVIDERS = Providers(
    offered={Provider.OPENSTREETMAP: MemoryProvider([])},
    monthly_calls=0,
)
SETTINGS = LocalSettings(
    database_url=PostgresDsn("postgresql://nobody@127.0.0.1:9/nothing"),
    key_pepper=SecretStr("p" * 40),
)
HANDLERS = handlers(PROVIDERS, vendors_of(SETTINGS))


def test_every_job_has_a_handler() -> None:
    names = [name for _, name, is_package in iter_modules(local.__path__, "local.") if is_package]
    modules = [import_module(f"{name}.jobs") for name in names if find_spec(name + ".jobs")]
    jobs = {
        job
        for module in modules
        for _, job in inspect.getmembers(module, inspect.isclass)
        if job.__module__ == module.__name__
    }
    assert jobs == set(HANDLERS)


def test_what_comes_round_by_itself_is_done_by_somebody() -> None:
    assert {type(every.job) for every in SCHEDULE} <= set(HANDLERS)


def test_whoever_fetches_asks_the_providers_of_this_installation() -> None:
    fetch = HANDLERS[FetchPlaces]
    assert isinstance(fetch, partial)
    assert fetch.args == (PROVIDERS,)
