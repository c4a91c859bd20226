"""The module of the demonstration's service can be published as it stands."""

from causeway.demo.own_module import OWN_MODULE
from causeway.hub.knowledge.training.checking import faults_of


def test_a_services_own_module_has_no_fault() -> None:
    assert faults_of(OWN_MODULE) == []
