"""What clients of a cluster see while a tier has no ready replica, and while a canary serves."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.deploy.kubernetes.cluster_gateway import ClusterGateway, cluster_gateway
from tests.deploy.kubernetes.manifests import objects_of
from tests.gateway.replica import Replica, eventually
from tests.gateway.running import replicas_of
from tests.gateway.wire import ENTERPRISE_KEY, LOCAL_KEY, key

LOCAL_PATH, ENTERPRISE_PATH = "/api/v2/local/x", "/api/v1/enterprise/x"
DEAD = "127.0.0.2"  # a loopback address at which nobody listens
PAGES = ["/", "/health", "/api/v2/tiers/comparison"]


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterGateway]:
    with cluster_gateway(tmp_path_factory.mktemp("changing")) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def canary() -> Iterator[Replica]:
    with replicas_of("local") as (replica,):
        yield replica


@pytest.fixture
def whole(changing: ClusterGateway, tiers: dict[str, Replica]) -> ClusterGateway:
    """Both tiers with one replica, and no canary."""
    changing.apply(objects_of("local-production-application"))
    for tier, replica in tiers.items():
        changing.point_at(tier, replica)
    changing.await_reachable("enterprise", "local")
    eventually(lambda: pages_answered_by(changing) == {"enterprise", "local"}, "both answer")
    return changing


def pages_answered_by(gateway: ClusterGateway) -> set[str]:
    answers = [gateway.ask(page) for page in PAGES * 4]
    return {answer.json["tier"] if answer.status == 200 else "nobody" for answer in answers}


def test_a_tier_without_a_replica_is_a_problem_that_says_when_to_return(
    whole: ClusterGateway,
) -> None:
    whole.point_at("local", None)
    whole.await_unreachable("local")
    eventually(lambda: pages_answered_by(whole) == {"enterprise"}, "the other tier has the pages")
    answer = whole.ask(LOCAL_PATH, key(LOCAL_KEY))
    assert (answer.status, answer.media_type) == (503, "application/problem+json")
    assert answer.header("retry-after") == "1"
    assert answer.json["answered_by"] == "enterprise"


def test_the_other_tier_does_not_notice(whole: ClusterGateway) -> None:
    whole.point_at("local", None)
    whole.await_unreachable("local")
    told = [whole.ask(ENTERPRISE_PATH, key(ENTERPRISE_KEY)).status for _ in range(50)]
    assert told == [200] * 50


def test_with_both_tiers_down_somebody_still_says_when_to_return(whole: ClusterGateway) -> None:
    whole.point_at("local", None)
    whole.point_at("enterprise", None)
    whole.await_unreachable("local")
    whole.await_unreachable("enterprise")
    eventually(lambda: pages_answered_by(whole) == {"nobody"}, "nobody answers")
    answer = whole.ask("/health")
    assert (answer.status, answer.header("retry-after")) == (503, "1")


def test_a_replica_that_died_unnoticed_costs_few_requests(
    whole: ClusterGateway, tiers: dict[str, Replica]
) -> None:
    """Kubernetes takes seconds to notice: until then a repeated request must go elsewhere.

    By chance one in 128 meets the dead one of two seven times; choosing the least busy lost 38 %.
    """
    whole.point_at("local", tiers["local"], addresses=["127.0.0.1", DEAD])
    before = whole.unanswered()

    def is_asked() -> bool:
        return whole.ask(LOCAL_PATH, key(LOCAL_KEY)).status == 200 and whole.unanswered() > before

    eventually(is_asked, "the dead replica is among those that are asked")

    def ask_slowly(number: int) -> int:
        method = "POST" if number % 2 else "GET"
        path = f"{LOCAL_PATH}?wait_seconds=0.05"
        return whole.ask(path, key(LOCAL_KEY), method=method).status

    with ThreadPoolExecutor(16) as clients:
        statuses = Counter(clients.map(ask_slowly, range(400)))
    assert statuses[200] >= 380
    assert set(statuses) <= {200, 503}


def test_a_tenth_of_the_requests_is_the_canarys_until_the_release_is_applied(
    whole: ClusterGateway, canary: Replica, tiers: dict[str, Replica]
) -> None:
    whole.point_at("local", canary, track="api-canary")
    whole.apply(objects_of("local-production-canary", "local-production-weight"))
    eventually(lambda: canary.pid in asked_pids(whole, 30), "the canary answers")
    asked = asked_pids(whole, 200)
    assert asked[canary.pid] + asked[tiers["local"].pid] == 200
    assert 10 <= asked[canary.pid] <= 30

    whole.apply(objects_of("local-production-application"))
    eventually(lambda: canary.pid not in asked_pids(whole, 30), "the canary is not asked")


def asked_pids(gateway: ClusterGateway, times: int) -> Counter[int]:
    answers = (gateway.ask(LOCAL_PATH, key(LOCAL_KEY)) for _ in range(times))
    return Counter(int(answer.json["pid"]) for answer in answers if answer.status == 200)


def test_the_other_tier_has_no_part_in_a_canary(whole: ClusterGateway, canary: Replica) -> None:
    whole.point_at("local", canary, track="api-canary")
    whole.apply(objects_of("local-production-canary", "local-production-weight"))
    eventually(lambda: canary.pid in asked_pids(whole, 30), "the canary answers")
    answers = [whole.ask(ENTERPRISE_PATH, key(ENTERPRISE_KEY)) for _ in range(40)]
    assert {answer.json["tier"] for answer in answers} == {"enterprise"}


def test_a_canary_that_is_not_ready_fails_its_tenth(
    whole: ClusterGateway, tiers: dict[str, Replica]
) -> None:
    """Hence the pipeline waits for its rollout before it gives it any weight."""
    whole.point_at("local", None, track="api-canary")
    whole.apply(objects_of("local-production-canary", "local-production-weight"))
    eventually(lambda: asked_pids(whole, 30).total() < 30, "the canary has weight")
    assert 160 <= asked_pids(whole, 200)[tiers["local"].pid] <= 190
