"""CSV and VICS lists come out as additions with their provenance."""

import io
import json

from causeway.interchange.hashlists import CategoryScheme, RowFault
from causeway.interchange.signals import changes_from_hash_list, changes_from_vics
from causeway.vocabulary.signals import SignalCategory, SignalChange, SignalKind, SignalProvenance

OWNER = SignalProvenance(organisation="Bridge Watch")
MD5, PDQ = "8e" * 16, "5a" * 32


def test_a_csv_list_becomes_additions_and_faults() -> None:
    rows = f"md5,pdq,category\n{MD5},{PDQ},A\nxyz,,B\n"
    found = list(changes_from_hash_list(io.BytesIO(rows.encode()), OWNER, scheme=CategoryScheme.UK))
    added = [change.signals[0] for change in found if isinstance(change, SignalChange)]
    assert [(each.kind, each.value) for each in added] == [(SignalKind.MD5, MD5), (SignalKind.PDQ, PDQ)]
    assert {each.category for each in added} == {SignalCategory(code="A", scheme="uk")}
    assert {each.provenance for each in added} == {OWNER}
    assert [fault.row for fault in found if isinstance(fault, RowFault)] == [3]


def test_what_the_us_scheme_calls_not_pertinent_is_no_signal() -> None:
    model = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"
    media = [{"MD5": MD5, "Category": 0}, {"MD5": "7d" * 16, "Category": 2}]
    file = io.BytesIO(json.dumps({"@odata.context": model, "value": media}).encode())
    changes = [change for change in changes_from_vics(file, OWNER) if isinstance(change, SignalChange)]
    assert [change.signals[0].value for change in changes] == ["7d" * 16]
    assert changes[0].signals[0].category == SignalCategory(code="2", scheme="us")


def test_an_entry_of_a_list_is_named_by_its_digest() -> None:
    file = io.BytesIO(f"md5\n{MD5}\n{MD5}\n".encode())
    found = list(changes_from_hash_list(file, OWNER))
    assert [change.reference for change in found if isinstance(change, SignalChange)] == [f"md5:{MD5}"] * 2
