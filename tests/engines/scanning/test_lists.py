"""Lists of known files in every form, good and hostile."""

import codecs
import hashlib
import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from causeway.interchange.hashlists import CategoryScheme
from causeway.scanning.judging import judge
from causeway.scanning.known import KnownFiles, Means, Standing
from causeway.scanning.lists import LONGEST_CATEGORY, MOST_CATEGORIES, UnreadableList, build_lists, load_lists
from causeway.scanning.reports import vics_report
from causeway.scanning.reports.vics import VicsVersion
from causeway.scanning.seen import Seen
from causeway.vocabulary.findings import MediaDigests
from scanned import again, hash_of, picture

V1 = {"odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#Media"}
V2 = {"@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"}


def digests(seen: Seen) -> MediaDigests:
    assert seen.digests is not None
    return seen.digests


BRIDGE, KNOB = picture("bridge.jpg", hash_of(1)), picture("knob.jpg", hash_of(2))
OF_BRIDGE, OF_KNOB = digests(BRIDGE), digests(KNOB)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def standings(known: KnownFiles, seen: Seen) -> list[Standing]:
    return [known.standings[at] for at in known.search([seen], 31).standing]


def test_no_list_knows_nothing() -> None:
    known = load_lists([])
    assert len(known) == 0
    assert standings(known, BRIDGE) == []


def test_a_csv_list_knows_its_files_by_every_digest(tmp_path: Path) -> None:
    heading = "md5,sha1,sha256,pdq,category\n"
    row = f"{OF_BRIDGE.md5},{OF_BRIDGE.sha1},{OF_BRIDGE.sha256},{OF_BRIDGE.pdq},B\n"
    known = load_lists([write(tmp_path / "uk.csv", heading + row)], scheme=CategoryScheme.UK)
    assert standings(known, BRIDGE) == [Standing("uk.csv", CategoryScheme.UK, "B")]
    assert standings(known, KNOB) == []
    assert known.search([BRIDGE], 31).means.tolist() == [Means.SHA256]
    (read,) = known.lists
    assert (read.form, read.digests, read.rows_at_fault) == ("CSV", 4, 0)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_vics_is_told_by_its_content_whatever_it_is_called(mark: bytes, tmp_path: Path) -> None:
    media = {"MediaID": 1, "Category": "1", "MD5": OF_BRIDGE.md5.upper(), "SHA1": OF_BRIDGE.sha1}
    content = mark + b"\n " + json.dumps({**V2, "value": [{"CaseID": "1", "Media": [media]}]}).encode()
    known = load_lists([write(tmp_path / "list.txt", content)], scheme=CategoryScheme.UK)
    assert standings(known, BRIDGE) == [Standing("list.txt", CategoryScheme.US, "1")]
    assert (known.lists[0].form, known.lists[0].digests) == ("VICS 2.0", 2)


def test_vics_of_version_1_takes_the_scheme_that_a_person_states(tmp_path: Path) -> None:
    media = {
        "MediaID": 1,
        "Category": "A",
        "MD5": OF_KNOB.md5,
        "AlternativeHashes": [{"HashName": "PDQ", "HashValue": OF_BRIDGE.pdq}],
    }
    path = write(tmp_path / "old.json", json.dumps({**V1, "value": [media]}))
    stated = Standing("old.json", CategoryScheme.UK, "A")
    known = load_lists([path], scheme=CategoryScheme.UK)
    assert (standings(known, BRIDGE), standings(known, KNOB)) == ([stated], [stated])
    assert standings(load_lists([path]), BRIDGE) == [Standing("old.json", CategoryScheme.UNSTATED, "A")]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_a_case_that_we_wrote_knows_as_a_list_what_it_was_written_of(version: VicsVersion, tmp_path: Path) -> None:
    turned = replace(BRIDGE, digests=replace(OF_BRIDGE, orientation=6, pdq_other=hash_of(3)))
    with (tmp_path / "case.json").open("wb") as stream:
        vics_report(judge(again([turned]), load_lists([])), stream, version)
    known = load_lists([tmp_path / "case.json"])
    by_sha256 = replace(KNOB, digests=replace(OF_KNOB, sha256=OF_BRIDGE.sha256, pdq=None))
    as_stored, upright = (picture("copy.jpg", hash_of(number)) for number in (1, 3))
    found = [known.search([each], 31).means.tolist() for each in (turned, by_sha256, as_stored, upright, KNOB)]
    assert found == [[Means.SHA256], [Means.SHA256], [Means.PDQ], [Means.PDQ], []]
    assert (known.lists[0].digests, known.lists[0].rows_at_fault) == (5, 0)


def test_two_lists_are_never_mixed_though_their_categories_have_one_name(tmp_path: Path) -> None:
    lists = [
        write(tmp_path / "one.csv", f"md5,category,scheme\n{OF_BRIDGE.md5},1,us\n"),
        write(tmp_path / "other.csv", f"md5,category,scheme\n{OF_BRIDGE.md5},1,custom\n"),
    ]
    assert standings(load_lists(lists), BRIDGE) == [
        Standing("one.csv", CategoryScheme.US, "1"),
        Standing("other.csv", CategoryScheme.CUSTOM, "1"),
    ]


def test_rows_before_the_one_that_names_the_scheme_are_of_it_too(tmp_path: Path) -> None:
    rows = f"md5,category,scheme\n{OF_BRIDGE.md5},A,\n{OF_KNOB.md5},A,uk\n"
    known = load_lists([write(tmp_path / "uk.csv", rows)], scheme=CategoryScheme.US)
    assert standings(known, BRIDGE) == [Standing("uk.csv", CategoryScheme.UK, "A")]


def test_bad_rows_are_counted_and_the_good_ones_kept(tmp_path: Path) -> None:
    rows = [
        "md5,category,scheme",
        f"{OF_BRIDGE.md5},A,uk",
        "not a digest,A,uk",
        "d41d8cd98f00b204e9800998ecf8427e,A,uk",
        f"{OF_KNOB.md5},1,us",
        f'"{OF_KNOB.md5},A,uk',
        ",A,uk",
        "x" * (1 << 21),
        f"{OF_KNOB.md5},B,uk",
    ]
    known = load_lists([write(tmp_path / "odd.csv", "\n".join(rows))])
    assert [each.category for each in standings(known, BRIDGE)] == ["A"]
    assert [each.category for each in standings(known, KNOB)] == ["B"]
    assert dict(known.lists[0].faults) == {
        "bad_digest": 1,
        "digest_of_nothing": 1,
        "scheme_mixed": 1,
        "unreadable_row": 2,
        "no_digest": 1,
    }


def test_a_column_of_a_million_words_is_no_category(tmp_path: Path) -> None:
    rows = [f"{number:032x},note {number}" for number in range(1, MOST_CATEGORIES + 6)]
    long = f"{OF_BRIDGE.md5},{'x' * (LONGEST_CATEGORY + 1)}"
    known = load_lists([write(tmp_path / "notes.csv", "\n".join(["md5,category", *rows, long]))])
    assert known.lists[0].faults["no_category"] == 6
    assert len(known.standings) == MOST_CATEGORIES + 1
    assert [each.category for each in standings(known, BRIDGE)] == [None]


def test_the_same_standing_is_told_once(tmp_path: Path) -> None:
    row = f"{OF_BRIDGE.md5},{OF_BRIDGE.pdq},A\n"
    known = load_lists([write(tmp_path / "twice.csv", "md5,pdq,category\n" + row * 3)])
    assert len(standings(known, BRIDGE)) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (json.dumps({**V1, "value": [{"MD5": OF_BRIDGE.md5}]})[:-3], "bad_json"),
        (json.dumps({"value": []}), "not_vics"),
        ("{", "bad_json"),
        (f"md5\n{OF_BRIDGE.md5}\n{OF_KNOB.md5[:20]}", "cut_short"),
        (f"sha1,md5\n{OF_BRIDGE.sha1},{OF_BRIDGE.md5}\n{OF_KNOB.sha1},{OF_KNOB.md5[:9]}", "cut_short"),
        (f"md5,sha1,category\n{OF_BRIDGE.md5},{OF_BRIDGE.sha1},A\n{OF_KNOB.md5}", "cut_short"),
        (f"kind,value\nmd5,{OF_BRIDGE.md5}\nmd5,{OF_KNOB.md5[:9]}", "cut_short"),
        ("a,b\nc,d\n", "header_not_understood"),
    ],
)
def test_half_a_list_is_no_list(content: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableList) as caught:
        load_lists([write(tmp_path / "half.json", content)])
    assert caught.value.code == code
    assert caught.value.message.startswith("half.json: ")


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableList, match=r"absent\.csv cannot be read"):
        load_lists([tmp_path / "absent.csv"])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", ""),
        ("md5,category\n", ""),
        ("md5\nbrass\nknob\n", ": row 2: a MD5 has 32 hexadecimal characters; row 3: a MD5 has"),
        (json.dumps({**V1, "value": []}), ""),
    ],
)
def test_a_list_without_a_digest_is_refused(content: str, why: str, tmp_path: Path) -> None:
    path = write(tmp_path / "empty.csv", content)
    for use in (lambda: load_lists([path]), lambda: build_lists([path], tmp_path / "built")):
        with pytest.raises(UnreadableList, match=rf"^empty\.csv: it holds no .* compared{why}") as caught:
            use()
        assert caught.value.code == "no_digests"


def test_rows_at_fault_are_counted_once_a_row_and_the_first_are_told(tmp_path: Path) -> None:
    rows = "".join(f"x,y{number}\n" for number in range(9))
    path = write(tmp_path / "odd.csv", f"md5,sha1\n{OF_BRIDGE.md5},\n{rows}")
    (read,) = load_lists([path]).lists
    assert (read.rows_at_fault, read.faults) == (9, {"bad_digest": 18})
    assert read.first_faults == tuple(f"row {row}: a MD5 has 32 hexadecimal characters" for row in (3, 4, 5))
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read.changed_at is not None
    assert read.changed_at.timestamp() == pytest.approx(path.stat().st_mtime, abs=1)


def test_a_list_that_comes_through_a_pipe_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writing = threading.Thread(target=write, args=(tmp_path / "pipe", f"md5\n{OF_BRIDGE.md5}\n"))
    writing.start()
    (read,) = load_lists([tmp_path / "pipe"]).lists
    writing.join()
    assert (read.digests, read.sha256, read.changed_at) == (1, "", None)


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    row = f"{OF_BRIDGE.md5},{OF_BRIDGE.sha1},{OF_BRIDGE.sha256},{OF_BRIDGE.pdq},1\n"
    vics = {"MediaID": 1, "Category": "2", "MD5": OF_KNOB.md5, "SHA1": "no digest"}
    return [
        write(tmp_path / "one.csv", f"md5,sha1,sha256,pdq,category\n{row}bad\n"),
        write(tmp_path / "two.json", json.dumps({**V2, "value": [{"CaseID": "1", "Media": [vics]}]})),
    ]


def test_built_lists_know_what_the_lists_know_beside_others_too(two: list[Path], tmp_path: Path) -> None:
    built, more = tmp_path / "known.causeway", write(tmp_path / "more.csv", f"md5,category\n{OF_KNOB.md5},9\n")
    assert build_lists(two, built) == load_lists(two).lists
    for scheme in (CategoryScheme.UNSTATED, CategoryScheme.UK):
        plain = load_lists([more, *two], scheme=scheme)
        known = load_lists([more, built], scheme=scheme)
        assert (known.lists, known.standings, len(known)) == (plain.lists, plain.standings, len(plain))
        for each in (BRIDGE, KNOB, picture("alike.jpg", hash_of(1, flipped_bits=9))):
            assert standings(known, each) == standings(plain, each)
            assert standings(known, each)
    assert build_lists([built], tmp_path / "again.causeway") == load_lists(two).lists


def test_built_lists_are_not_parsed_again(two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_lists(two, tmp_path / "known.causeway")
    monkeypatch.delattr("causeway.scanning.lists._rows")
    assert len(load_lists([tmp_path / "known.causeway"])) == 5


@pytest.mark.parametrize(
    ("at", "code"), [(7, "another_version"), (100, "damaged_index"), (4_100, "damaged_index"), (None, "damaged_index")]
)
def test_built_lists_that_are_damaged_or_of_another_version_are_refused(
    at: int | None, code: str, two: list[Path], tmp_path: Path
) -> None:
    built = tmp_path / "known.causeway"
    build_lists(two, built)
    content = bytearray(built.read_bytes())
    if at is None:
        del content[-4_096:]
    else:
        content[at] ^= 0xFF
    built.write_bytes(content)
    with pytest.raises(UnreadableList) as caught:
        load_lists([built])
    assert (caught.value.code, caught.value.message.startswith("known.causeway: ")) == (code, True)


def test_a_list_that_cannot_be_read_leaves_what_was_built_before_as_it_is(two: list[Path], tmp_path: Path) -> None:
    built = tmp_path / "known.causeway"
    build_lists(two, built)
    before = built.read_bytes()
    with pytest.raises(UnreadableList):
        build_lists([two[0], tmp_path / "absent.csv"], built)
    assert built.read_bytes() == before
