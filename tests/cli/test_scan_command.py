"""`causeway scan` from the command line: what it says, what it writes, and what it refuses before it begins."""

import csv
import errno
import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from typer.testing import CliRunner, Result

from causeway.cli import scan_telling
from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.cli.scan_telling import duration, size
from causeway.interchange.vics import Envelope, Media, read_vics
from causeway.matching import decode_picture, pdq_hash
from engines.scanning.knobs import knob, zipped


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["scan", *map(str, arguments)])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path / "home"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "known.png").write_bytes(knob(1, 128))
    (folder / "new.png").write_bytes(knob(2, 128))
    (folder / "more.zip").write_bytes(zipped({"three.png": knob(3, 128)}))
    return folder


@pytest.fixture
def known(tmp_path: Path) -> Path:
    path = tmp_path / "known.csv"
    path.write_text(f"md5,category\n{hashlib.md5(knob(1, 128), usedforsecurity=False).hexdigest()},A\n")
    return path


def test_a_folder_is_told_in_tables_and_written_in_every_format(folder: Path, known: Path, tmp_path: Path) -> None:
    table, page, two, one = (tmp_path / name for name in ("t.csv", "p.html", "two.json", "one.json"))
    done = invoke(folder, "--against", known, "--scheme", "uk", "--csv", table, "--html", page, "--vics", two)
    assert done.exit_code == 0, done.output
    assert "Known files" in done.stdout
    assert "known.csv" in done.stdout
    assert "Files on lists, each content once" in done.stdout
    with table.open(encoding="utf-8-sig") as file:
        kinds = {row["path"]: (row["kind"], row["category"]) for row in csv.DictReader(file)}
    assert kinds["known.png"] == ("known", "A")
    assert kinds["more.zip!/three.png"] == ("new", "")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert invoke(folder, "--against", known, "--vics", one, "--vics-version", "1.2").exit_code == 0
    for path, version in ((two, "2.0"), (one, "1.2")):
        with path.open("rb") as stream:
            records = list(read_vics(stream))
        assert [record.version for record in records if isinstance(record, Envelope)] == [version]
        assert sum(isinstance(record, Media) for record in records) == 3


def photo(number: int, orientation: int = 1) -> bytes:
    """A knob as a camera stores it."""
    picture = Image.open(BytesIO(knob(number, 128)))
    exif = picture.getexif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model], exif[ExifTags.Base.Orientation] = "Lumo", "L5", orientation
    own = exif.get_ifd(ExifTags.IFD.Exif)
    own[ExifTags.Base.DateTimeOriginal] = f"2026:03:{number:02} 09:30:00"
    own[ExifTags.Base.ExifImageWidth] = own[ExifTags.Base.ExifImageHeight] = 128
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def test_new_camera_originals_come_first_by_name(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoke(folder).stdout.startswith("No new camera original was found. That does not mean that there is none.")
    monkeypatch.setattr(scan_telling, "MOST_ORIGINALS", 2)
    for number in (3, 4, 5):
        (folder / f"[{number}].jpg").write_bytes(photo(number))
    told = invoke(folder).stdout
    assert told.startswith("New camera originals")
    assert [name in told for name in ("[5].jpg", "[4].jpg", "[3].jpg")] == [True, True, False]
    assert "2026-03-05 09:30" in told
    assert "Lumo L5" in told
    assert "And 1 more: the same command with --html FILE" in told
    page = tmp_path / "p.html"
    assert f"And 1 more: they come first in {page}." in invoke(folder, "--html", page).stdout.replace("\n", "")
    first, second = json.loads(invoke(folder, "--json").stdout)["camera_originals"]
    assert (first["path"], first["camera"], first["taken_at"]) == ("[5].jpg", "Lumo L5", "2026-03-05T09:30:00")
    assert (second["number"], second["series"]) == (2, 2)


def test_a_photo_stored_on_its_side_is_found_by_both_lists_and_hashed_upright_on_request(tmp_path: Path) -> None:
    folder, table = tmp_path / "evidence", tmp_path / "t.csv"
    folder.mkdir()
    (folder / "side.jpg").write_bytes(photo(4, orientation=6))
    stored = pdq_hash(decode_picture(photo(4, 6))).hex
    seen = pdq_hash(decode_picture(photo(4, 6), apply_orientation=True)).hex
    for listed, by in ((stored, "pdq"), (seen, "pdq_upright")):
        (tmp_path / "list.csv").write_text(f"pdq\n{listed}\n")
        for options, said in (((), ("stored", stored, seen)), (("--upright",), ("upright", seen, stored))):
            assert invoke(folder, "--against", tmp_path / "list.csv", "--csv", table, *options).exit_code == 0
            with table.open(encoding="utf-8-sig") as file:
                (row,) = csv.DictReader(file)
            assert (row["orientation"], row["pdq_as"], row["pdq"], row["pdq_other"]) == ("6", *said)
            assert (row["kind"], row["by"], row["list_bits"]) == ("edited_known", by, "0")
    assert json.loads(invoke(folder, "--json", "--upright").stdout)["pictures_as"] == "upright"


def test_a_second_run_goes_on_and_again_begins_anew(folder: Path) -> None:
    kept = [
        json.loads(invoke(folder, "--json", *options).stdout)["kept_files"] for options in ((), (), ("--again",), ())
    ]
    assert kept == [0, 3, 0, 3]


def test_json_tells_what_the_tables_tell(folder: Path, known: Path, tmp_path: Path) -> None:
    told = json.loads(invoke(folder, "--against", known, "--state", tmp_path / "state", "--json").stdout)
    assert (told["files"], told["members"], told["faults"]) == (3, 1, {})
    assert told["kinds"]["known"] == {"different": 1, "files": 1}
    assert told["lists"][0]["digests"] == 1
    (standing,) = told["standings"]
    assert (standing["category"], standing["known"], standing["alike"]) == ("A", 1, 0)
    assert (told["series"], told["shared"], told["camera_originals"]) == (0, {}, [])
    assert told["groups"].keys() == {"count", "largest"}
    assert told["state"] == str(tmp_path / "state")


def test_files_that_cannot_be_read_are_told_and_the_exit_code_says_so(folder: Path) -> None:
    (folder / "cut.png").write_bytes(knob(4)[:150])
    (folder / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(50))
    done = invoke(folder)
    assert done.exit_code == 1
    assert "cut short or damaged" in done.stdout
    assert "not opened here" in done.stdout


def test_the_sheet_is_written_for_its_recipient(folder: Path, tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage", reason="contact sheets are encrypted with pyrage, which is not installed")
    identity = pyrage.x25519.Identity.generate()
    sheet = tmp_path / "sheet.pdf.age"
    done = invoke(folder, "--contact-sheet", sheet, "--recipient", identity.to_public())
    assert "3 of 3 pictures" in done.stdout
    assert pyrage.decrypt(sheet.read_bytes(), [identity]).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "wrong",
    [
        ["{evidence}/known.png"],
        ["{evidence}/absent"],
        ["{evidence}", "--state", "{evidence}/state"],
        ["{evidence}", "--csv", "{evidence}/files.csv"],
        ["{evidence}", "--html", "{tmp}/absent/report.html"],
        ["{evidence}", "--against", "{tmp}/absent.csv"],
        ["{evidence}", "--against", "{evidence}/known.png"],
        ["{evidence}", "--contact-sheet", "{tmp}/sheet"],
        ["{evidence}", "--recipient", "age1"],
        ["{evidence}", "--contact-sheet", "{tmp}/sheet", "--recipient", "ada"],
        ["{evidence}", "--csv", "{tmp}/one", "--html", "{tmp}/one"],
        ["{evidence}", "--against", "{tmp}/known.csv", "--csv", "{tmp}/known.csv"],
    ],
)
def test_what_is_wrong_with_the_command_is_said_before_it_begins(
    wrong: list[str], folder: Path, known: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = invoke(*(part.format(evidence=folder, tmp=tmp_path) for part in wrong))
    assert isinstance(done.exception, CommandFailed)
    assert done.exception.exit_code == 2
    assert not str(done.exception).startswith("this ")
    assert [path for path in sorted(tmp_path.rglob("*")) if "home" not in path.parts] == before


def test_a_folder_without_a_name_is_not_the_one_that_a_person_is_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    refused = invoke("")
    assert refused.exit_code == 2
    assert "name is empty" in refused.output
    assert invoke(".").exit_code == 0


@pytest.mark.parametrize("wrong", [["--radius", "257"], ["--workers", "0"], ["--vics-version", "3"]])
def test_an_option_out_of_its_range_is_wrong_use(wrong: list[str], folder: Path) -> None:
    assert invoke(folder, *wrong).exit_code == 2


def test_a_report_that_cannot_be_written_to_its_end_is_not_told_as_files_that_cannot_be_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = invoke(folder, "--csv", tmp_path / "files.csv")
    assert isinstance(done.exception, CommandFailed)
    assert done.exception.exit_code == 2
    assert list(tmp_path.glob("files.csv*")) == []


def test_sizes_and_times_are_said_in_the_largest_fitting_unit() -> None:
    assert [size(value) for value in (0, 999, 1_000, 2.5e9, 7e15)] == [
        "0 bytes", "999 bytes", "1.0 kB", "2.5 GB", "7000.0 TB",
    ]  # fmt: skip
    assert [duration(value) for value in (0.4, 61, 7_260)] == ["0 s", "1 min 1 s", "2 h 1 min"]


def test_a_scan_made_fast_goes_on_fast_or_begins_again(folder: Path, tmp_path: Path) -> None:
    assert invoke(folder, "--fast").exit_code == 0
    mixed = invoke(folder)
    assert isinstance(mixed.exception, CommandFailed)
    assert "--again" in str(mixed.exception)
    assert invoke(folder, "--again").exit_code == 0


def test_the_page_says_which_folder_it_is_of_and_when_it_was_made(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert invoke(folder, "--html", page).exit_code == 0
    assert f"Folder: <bdi>{folder}</bdi>. Made on " in page.read_text()


def test_a_report_named_by_a_link_in_the_folder_is_written_where_the_link_leads(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "outside.csv"
    link = folder / "link.csv"
    link.symlink_to(target)
    assert invoke(folder, "--csv", link).exit_code == 0
    assert link.is_symlink()
    assert target.stat().st_size > 0
    assert target.stat().st_mode & 0o077 == 0


def test_nothing_is_made_in_the_folder_where_the_state_would_lie_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(folder.rglob("*"))
    monkeypatch.setenv("CAUSEWAY_HOME", str(folder / "home"))
    refused = invoke(folder)
    assert isinstance(refused.exception, CommandFailed)
    assert "only read" in str(refused.exception)
    assert sorted(folder.rglob("*")) == before


def test_a_cluster_that_does_not_answer_is_told_before_anything_is_looked_at(folder: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed (the extra `scale`)")
    absent = invoke(folder, "--cluster", "127.0.0.1:1")
    assert isinstance(absent.exception, CommandFailed)
    assert absent.exception.exit_code == 2
    assert "no Ray cluster answers at 127.0.0.1:1" in str(absent.exception)
    mixed = invoke(folder, "--cluster", "127.0.0.1:1", "--workers", "2")
    assert isinstance(mixed.exception, CommandFailed)
    assert "say themselves" in str(mixed.exception)
