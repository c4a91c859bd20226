"""The evaluator: who may ask, how much, what is on record, and what a client takes from it."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from causeway.blinding import BadElement, ProofRefused, blind_selectors, input_of, value_under_key
from causeway.oversight import (
    AuditTrail,
    Evaluator,
    EvaluatorAt,
    EvaluatorRefused,
    EvaluatorUnreachable,
    Head,
    KeepingFault,
    LimitReached,
    UnknownEpoch,
    add_caller,
    add_epoch,
    load_callers,
    load_keyring,
    read_audit,
    remove_caller,
    retire_epoch,
    tokens_for,
)
from causeway.oversight.application import EvaluatorApplication
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PHONES = [Selector(kind=SelectorKind.PHONE, value=f"+4477009{number:05d}") for number in range(60)]


@dataclass
class Body:
    """An oversight body with its folder, a force that may ask for 50 a day and a hub for 80, 50 for each force."""

    folder: Path
    force_token: str
    hub_token: str
    now: datetime = NOON

    def evaluator(self) -> Evaluator:
        """The evaluator as it starts on what lies in the folder."""
        return Evaluator(
            load_keyring(self.folder / "keys.json"),
            load_callers(self.folder / "callers.json"),
            AuditTrail(self.folder / "audit.jsonl"),
            random_bytes=secrets.token_bytes,
        )

    def at(self, token: str, evaluator: Evaluator | None = None) -> EvaluatorAt:
        """The evaluator over HTTP, with its application in this process."""
        application = EvaluatorApplication(evaluator or self.evaluator(), lambda: self.now)
        return EvaluatorAt("http://evaluator.example.org", token, transport=httpx.WSGITransport(app=application))


@pytest.fixture
def body(tmp_path: Path) -> Body:
    """The folder, made as the command line makes it."""
    add_epoch(tmp_path / "keys.json", now=NOON, random_bytes=secrets.token_bytes)
    force = add_caller(tmp_path / "callers.json", name="Kent Police", per_day=50, per_force=50)
    hub = add_caller(tmp_path / "callers.json", name="Causeway Desk", per_day=80, per_force=50)
    return Body(folder=tmp_path, force_token=force, hub_token=hub)


def _tokens(at: EvaluatorAt, selectors: list[Selector], *, behalf: str = "", epoch: int = 1) -> tuple[bytes, ...]:
    committed = at.commitment().public
    return tokens_for(selectors, at, epoch=epoch, committed=committed, random_bytes=secrets.token_bytes, behalf=behalf)


def test_two_forces_get_the_same_token_for_the_same_selector_by_whatever_way(body: Body) -> None:
    by_itself = _tokens(body.at(body.force_token), PHONES[:3])
    by_the_hub = _tokens(body.at(body.hub_token), PHONES[1:4], behalf="essex")
    assert by_itself[1:] == by_the_hub[:2]
    private = load_keyring(body.folder / "keys.json").of(1).private
    assert by_itself[0] == value_under_key(private, input_of(PHONES[0]))


def test_a_force_that_goes_through_numbers_is_stopped_and_it_is_on_record_over_restarts(body: Body) -> None:
    at, refusals = body.at(body.force_token), list[str]()
    for answered in range(10_000):
        try:
            _tokens(at, [Selector(kind=SelectorKind.PHONE, value=f"+4477009{answered:05d}")])
        except EvaluatorRefused as refused:
            refusals.append(refused.refusal)
            break
    assert (answered, refusals) == (50, ["limit_reached"])
    with pytest.raises(EvaluatorRefused, match="limit"):
        _tokens(body.at(body.force_token), PHONES[:1])  # begun anew, with what the file says
    (use,) = read_audit(body.folder / "audit.jsonl").uses(since=NOON)
    assert (use.caller, use.selectors) == ("Kent Police", 50)
    assert use.refused >= 1
    body.now += timedelta(days=1, seconds=1)
    assert len(_tokens(body.at(body.force_token), PHONES[:1])) == 1


def test_a_hub_has_a_limit_for_each_force_and_one_for_all(body: Body) -> None:
    at = body.at(body.hub_token)
    _tokens(at, PHONES[:50], behalf="kent")
    with pytest.raises(EvaluatorRefused):
        _tokens(at, PHONES[:1], behalf="kent")
    _tokens(at, PHONES[:30], behalf="essex")
    with pytest.raises(EvaluatorRefused):
        _tokens(at, PHONES[:1], behalf="essex")  # 80 for all


def test_how_long_to_wait_is_until_enough_is_a_day_old(body: Body) -> None:
    evaluator = body.evaluator()
    caller = evaluator.caller_of(body.force_token)
    assert caller is not None
    elements = blind_selectors(PHONES, secrets.token_bytes).elements
    evaluator.evaluate(caller, 1, elements[:40], now=NOON)
    evaluator.evaluate(caller, 1, elements[40:50], now=NOON + timedelta(hours=6))
    with pytest.raises(LimitReached) as stopped:
        evaluator.evaluate(caller, 1, elements[:20], now=NOON + timedelta(hours=12))
    assert stopped.value.retry_after_seconds == timedelta(hours=12).total_seconds()


def test_the_audit_holds_nothing_of_a_selector_and_shows_when_it_was_changed(body: Body) -> None:
    at = body.at(body.force_token)
    batch = blind_selectors(PHONES[:2], secrets.token_bytes)
    tokens = _tokens(at, PHONES[:2])
    _tokens(at, PHONES[2:3])
    path = body.folder / "audit.jsonl"
    text = path.read_text()
    secret = [*(one.hex() for one in (*tokens, *batch.elements)), "7700"]
    assert not any(each in text for each in secret)
    first, second = text.splitlines()
    assert json.loads(first) | {"at": "", "before": ""} == {
        "at": "", "before": "", "behalf": "", "caller": "Kent Police", "count": 2, "epoch": 1, "result": "evaluated",
    }  # fmt: skip
    for changed in (second, first.replace('"count": 2', '"count": 1') + "\n" + second, first + "\n{}"):
        path.write_text(changed + "\n")
        with pytest.raises(KeepingFault, match="line"):
            AuditTrail(path)


def test_lines_cut_from_the_end_are_missed_and_so_is_the_whole_file(body: Body) -> None:
    at, path = body.at(body.force_token), body.folder / "audit.jsonl"
    _tokens(at, PHONES[:2])
    early = read_audit(path).head
    _tokens(at, PHONES[2:3])
    whole, text = read_audit(path, known=early), path.read_text()
    assert [line.count for line in whole.lines] == [2, 1]
    first, second = text.splitlines(keepends=True)
    for changed, fault in (
        (first, "some were cut"),
        ("", "some were cut"),
        (first + second.replace('"count": 1', '"count": 0'), "line 2"),
    ):
        path.write_text(changed)
        for read in (read_audit, AuditTrail):
            with pytest.raises(KeepingFault, match=fault):
                read(path)
    path.unlink()
    with pytest.raises(EvaluatorRefused):
        _tokens(at, PHONES[3:4])  # nobody gets round a limit by taking the record away
    (body.folder / "audit.head").unlink()
    _tokens(body.at(body.force_token), PHONES[:1])  # begun anew by who may write all
    with pytest.raises(KeepingFault, match="written down"):
        read_audit(path, known=early)
    with pytest.raises(KeepingFault, match="64 hexadecimal"):
        Head.of("2:abc")


def test_a_line_that_came_before_its_head_was_kept_counts(body: Body) -> None:
    at, path = body.at(body.force_token), body.folder / "audit.jsonl"
    _tokens(at, PHONES[:2])
    before = (body.folder / "audit.head").read_text()
    _tokens(at, PHONES[2:3])
    (body.folder / "audit.head").write_text(before)
    assert read_audit(path).head.lines == 2
    AuditTrail(path)
    assert Head.of((body.folder / "audit.head").read_text()) == read_audit(path).head


def test_two_processes_keep_one_audit_and_one_limit(body: Body) -> None:
    one, other = body.at(body.force_token), body.at(body.force_token)
    _tokens(one, PHONES[:20])
    _tokens(other, PHONES[:20])
    with pytest.raises(EvaluatorRefused):
        _tokens(one, PHONES[:20])
    AuditTrail(body.folder / "audit.jsonl")


def test_nobody_is_answered_whose_token_is_unknown_or_was_taken_back(body: Body) -> None:
    for token in ("", "guess", body.force_token + "x"):
        with pytest.raises(EvaluatorRefused) as refused:
            body.at(token).commitment()
        assert refused.value.refusal == "no_token"
    remove_caller(body.folder / "callers.json", "Kent Police")
    with pytest.raises(EvaluatorRefused):
        body.at(body.force_token).commitment()
    assert body.force_token not in (body.folder / "callers.json").read_text()


def test_nothing_is_answered_off_the_record(body: Body) -> None:
    evaluator = body.evaluator()
    (body.folder / "audit.jsonl").unlink()
    (body.folder / "audit.jsonl").mkdir()
    with pytest.raises(EvaluatorRefused) as refused:
        _tokens(body.at(body.force_token, evaluator), PHONES[:1])
    assert refused.value.refusal == "keeping_fault"


def test_epochs_are_apart_and_an_erased_key_answers_no_more(body: Body) -> None:
    old = _tokens(body.at(body.force_token), PHONES[:1])
    keys = body.folder / "keys.json"
    assert add_epoch(keys, now=NOON, random_bytes=secrets.token_bytes) == 2
    at = body.at(body.force_token)
    assert at.commitment().current == 2
    assert _tokens(at, PHONES[:1]) == old
    assert _tokens(at, PHONES[:1], epoch=2) != old
    seed = json.loads(keys.read_text())["epochs"][0]["seed"]
    with pytest.raises(KeepingFault, match="newest"):
        retire_epoch(keys, 2)
    retire_epoch(keys, 1)
    assert seed not in keys.read_text()
    with pytest.raises(UnknownEpoch):
        load_keyring(keys).of(1)
    with pytest.raises(ProofRefused, match="committed"):
        _tokens(body.at(body.force_token), PHONES[:1])


def test_a_client_refuses_a_key_to_which_nobody_is_committed(body: Body) -> None:
    committed = body.at(body.force_token).commitment().public
    (body.folder / "keys.json").unlink()
    add_epoch(body.folder / "keys.json", now=NOON, random_bytes=secrets.token_bytes)
    at = body.at(body.force_token)
    with pytest.raises(ProofRefused):
        tokens_for(PHONES[:1], at, epoch=1, committed=committed, random_bytes=secrets.token_bytes)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (b"", None), (b"[]", None), (b"[" * 5_000, None), (b"{}", "elements"),
        (b'{"epoch": 1, "elements": []}', "elements"),
        (b'{"epoch": 1, "elements": ["zz"]}', "elements[0]"),
        (b'{"epoch": true, "elements": ["' + b"11" * 32 + b'"]}', "epoch"),
        (b'{"epoch": 9, "elements": ["' + b"11" * 32 + b'"]}', "epoch"),
        (b'{"epoch": 1, "elements": ["' + b"00" * 32 + b'"]}', "elements"),
        (b'{"epoch": 1, "elements": ["' + b"ff" * 32 + b'"]}', "elements"),
        (b'{"epoch": 1, "behalf": "a\\nb", "elements": ["' + b"11" * 32 + b'"]}', "behalf"),
    ],
)  # fmt: skip
def test_a_hostile_body_is_refused_by_name_and_not_repeated(body: Body, sent: bytes, field: str | None) -> None:
    application = EvaluatorApplication(body.evaluator(), lambda: NOON)
    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url="http://evaluator.example.org") as http:
        answer = http.post("/v1/evaluations", content=sent, headers={"Authorization": f"Bearer {body.force_token}"})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"epoch": 1}', b'{"epoch": 1, "elements": [1], "proof": ""}'])
def test_an_answer_that_is_none_is_said_to_be_none(answer: bytes) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=answer))
    at = EvaluatorAt("http://evaluator.example.org", "token", transport=transport)
    with pytest.raises(EvaluatorUnreachable):
        at.commitment()
    with pytest.raises(EvaluatorUnreachable):
        tokens_for(PHONES[:1], at, epoch=1, committed={1: b""}, random_bytes=secrets.token_bytes)


def test_files_that_others_may_read_are_not_used(body: Body) -> None:
    (body.folder / "keys.json").chmod(0o644)
    with pytest.raises(KeepingFault, match="chmod"):
        load_keyring(body.folder / "keys.json")


def test_an_element_that_is_none_costs_its_caller_and_gives_nothing(body: Body) -> None:
    evaluator = body.evaluator()
    caller = evaluator.caller_of(body.force_token)
    assert caller is not None
    with pytest.raises(BadElement):
        evaluator.evaluate(caller, 1, [bytes(32)], now=NOON)
    assert read_audit(body.folder / "audit.jsonl").uses(since=NOON)[0].selectors == 1
