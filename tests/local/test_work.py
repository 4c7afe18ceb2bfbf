"""What the worker does: every job that the code can queue has somebody who does it."""

import inspect
from functools import partial

from pydantic import PostgresDsn, SecretStr

from local.automation import jobs as automation_jobs
from local.connectors.places.memory import MemoryProvider
from local.connectors.places.port import Provider
from local.connectors.vendors import vendors_of
from local.execution import jobs as execution_jobs
from local.insights import jobs as insights_jobs
from local.messaging import jobs as messaging_jobs
from local.places import jobs as places_jobs
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
    jobs = {
        job
        for module in (automation_jobs, execution_jobs, insights_jobs, messaging_jobs, places_jobs)
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
