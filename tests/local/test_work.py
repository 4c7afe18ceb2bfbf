"""What the worker does: every job that the code can queue has somebody who does it."""

import inspect
from functools import partial

from local.connectors.places.memory import MemoryProvider
from local.connectors.places.port import Provider
from local.insights import jobs as insights_jobs
from local.places import jobs as places_jobs
from local.places.jobs import FetchPlaces
from local.places.service.fetches import Providers
from local.work import SCHEDULE, handlers

PROVIDERS = Providers(
    offered={Provider.OPENSTREETMAP: MemoryProvider([])},
    monthly_calls=0,
)


def test_every_job_has_a_handler() -> None:
    jobs = {
        job
        for module in (insights_jobs, places_jobs)
        for _, job in inspect.getmembers(module, inspect.isclass)
        if job.__module__ == module.__name__
    }
    assert jobs == set(handlers(PROVIDERS))


def test_what_comes_round_by_itself_is_done_by_somebody() -> None:
    assert {type(every.job) for every in SCHEDULE} <= set(handlers(PROVIDERS))


def test_whoever_fetches_asks_the_providers_of_this_installation() -> None:
    fetch = handlers(PROVIDERS)[FetchPlaces]
    assert isinstance(fetch, partial)
    assert fetch.args == (PROVIDERS,)
