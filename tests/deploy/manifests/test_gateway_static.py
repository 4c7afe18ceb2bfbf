import yaml

from manifests.gateway_static import static_configuration
from tests.deploy.kubernetes.manifests import ROOT

ORIGINAL = (ROOT / "gateway/traefik.yml").read_text()


def test_nothing_changes_but_where_routes_come_from() -> None:
    static, original = yaml.safe_load(static_configuration(ORIGINAL)), yaml.safe_load(ORIGINAL)
    kubernetes = static["providers"].pop("kubernetesCRD")
    assert static == original
    assert kubernetes["namespaces"] == ["vlo-gateway", "vlo-enterprise", "vlo-local"]


def test_a_tier_without_replicas_keeps_its_routes() -> None:
    static = yaml.safe_load(static_configuration(ORIGINAL))
    assert static["providers"]["kubernetesCRD"]["allowEmptyServices"] is True


def test_names_that_look_alike_once_joined_stay_two() -> None:
    static = yaml.safe_load(static_configuration(ORIGINAL))
    assert static["providers"]["kubernetesCRD"]["safeNaming"] is True
