"""`causeway survey estimate`: two CSV files in, figures out as they may be shown, and faults named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.worlds import population

FRAME = "force,rank,population\nAsh,constable,400\nAsh,sergeant,100\nBirch,constable,600\nBirch,sergeant,80\n"
ANSWERS = "force,rank,trained,team,hours\n" + "".join(
    f"{force},{rank},{answer},{team},{hours}\n"
    for force, rank, answer, team, hours, count in (
        ("Ash", "constable", "yes", "desk", 10, 12),
        ("Ash", "constable", "no", "patrol", 20, 28),
        ("Ash", "sergeant", "yes", "desk", 30, 15),
        ("Birch", "constable", "no", "patrol", 40, 30),
        ("Birch", "constable", "yes", "dogs", 10, 6),
        ("Birch", "sergeant", "yes", "", 20, 20),
    )
    for _ in range(count)
)


class Files:
    """The two files in a folder of their own, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.frame, self.answers = folder / "F.csv", folder / "R.csv"
        self.write(FRAME, ANSWERS)

    def write(self, frame: str | bytes, answers: str | bytes) -> None:
        for path, content in ((self.frame, frame), (self.answers, answers)):
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def run(self, *words: str) -> tuple[int, str]:
        given = ("--responses", str(self.answers), "--frame", str(self.frame))
        question = () if "--question" in words else ("--question", "trained")
        done = CliRunner().invoke(app, ["survey", "estimate", *given, *question, *words])
        if isinstance(done.exception, CommandFailed):
            return done.exception.exit_code, str(done.exception)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout

    def json(self, *words: str) -> dict[str, Any]:
        code, said = self.run("--json", *words)
        assert code == 0, said
        found: dict[str, Any] = json.loads(said)
        return found


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_shares_are_weighted_to_the_frame(files: Files) -> None:
    found = files.json()
    yes = next(one for one in found["estimates"] if one["category"] == "yes")
    assert yes["value"] == pytest.approx((400 * 12 / 40 + 100 + 600 * 6 / 36 + 80) / 1180)
    assert yes["low"] < yes["value"] < yes["high"]
    assert (yes["group"], yes["n"], yes["suppressed"]) == (None, 111, False)


def test_every_row_has_the_same_keys(files: Files) -> None:
    found = files.json("--by", "team")
    keys = {"group", "category", "value", "low", "high", "n", "suppressed"}
    assert all(set(one) == keys for one in found["estimates"])


def test_a_small_group_is_hidden_with_another(files: Files) -> None:
    found = files.json("--by", "team")
    hidden = {one["group"] for one in found["estimates"] if one["suppressed"]}
    assert hidden == {"dogs", "desk"}
    assert all(one[key] is None for one in found["estimates"] if one["suppressed"] for key in ("value", "low", "n"))
    assert found["notes"]["answers_without_group"] == 20


def test_groups_of_the_frame_are_all_there_also_those_that_stayed_silent(files: Files) -> None:
    files.write(FRAME + "Cedar,constable,50\n", ANSWERS)
    found = files.json("--by", "force")
    assert {one["group"]: one["suppressed"] for one in found["estimates"]}["Cedar"]
    assert found["notes"]["collapsed"] == [{"force": "Cedar", "rank": "constable", "population": 50}]
    assert found["notes"]["population"] == 1230


def test_blank_answers_are_left_out_and_counted(files: Files) -> None:
    files.write(FRAME, ANSWERS + "Ash,constable,,desk,1\nAsh,constable,  ,desk,1\n,constable,yes,desk,1\n")
    notes = files.json()["notes"]
    assert (notes["answers"], notes["blank_answers"], notes["rows_without_force_or_rank"]) == (111, 2, 1)


def test_a_number_has_a_mean_where_that_is_asked(files: Files) -> None:
    found = files.json("--question", "hours", "--kind", "number")
    assert [one["category"] for one in found["estimates"]] == [None]
    assert found["estimates"][0]["value"] == pytest.approx(
        (400 * (12 * 10 + 28 * 20) / 40 + 100 * 30 + 600 * (30 * 40 + 60) / 36 + 80 * 20) / 1180
    )
    assert found["kind"] == "number"


def test_a_few_numbers_are_categories_in_order_and_many_are_numbers(files: Files) -> None:
    assert [one["category"] for one in files.json("--question", "hours")["estimates"]] == ["10", "20", "30", "40"]
    rows = "".join(f"Ash,constable,{number}\n" for number in range(30))
    files.write(FRAME, "force,rank,trained\n" + rows)
    assert files.json()["kind"] == "number"


def test_the_table_names_what_a_reader_must_know(files: Files) -> None:
    code, said = files.run("--by", "team")
    assert code == 0
    assert "Weighted to 1,180 people" in said
    assert "hidden" in said
    assert "Hidden: fewer than 10 answers" in said


@pytest.mark.parametrize(
    ("frame", "answers"),
    [
        ("\ufeff" + FRAME, "\ufeff" + ANSWERS),
        (FRAME.replace("\n", "\r\n"), ANSWERS.replace("\n", "\r\n")),
        (FRAME.replace(",", ";"), ANSWERS.replace(",", "\t")),
        (FRAME.replace("Ash,", '"Ash",'), ANSWERS.replace("Ash,", " Ash ,") + "\n\n"),
    ],
    ids=["byte order mark", "CRLF", "other separators", "quotes, spaces and blank lines"],
)
def test_files_as_programs_write_them_are_read(files: Files, frame: str, answers: str) -> None:
    expected = files.json()
    files.write(frame, answers)
    assert files.json() == expected


def test_full_time_equivalents_are_a_population(files: Files) -> None:
    files.write(FRAME.replace("400", "400.5"), ANSWERS)
    assert files.json()["notes"]["population"] == 1180.5


def test_a_quoted_comma_belongs_to_the_name(files: Files) -> None:
    files.write(FRAME.replace("Ash", '"Ash, North"'), ANSWERS.replace("Ash", '"Ash, North"'))
    assert {one["group"] for one in files.json("--by", "force")["estimates"]} == {"Ash, North", "Birch"}


@pytest.mark.parametrize(
    ("frame", "answers", "says"),
    [
        (FRAME, "force,rank,other\nAsh,constable,yes\n", "R.csv has no column 'trained'; its columns are 'force'"),
        (FRAME, "force,trained\nAsh,yes\n", "has no column 'rank'"),
        ("force,rank\nAsh,constable\n", ANSWERS, "F.csv has no column 'population'"),
        (FRAME, "force,rank,trained,trained\nAsh,constable,yes,no\n", "has the column 'trained' twice"),
        (FRAME, ANSWERS + "Oak,constable,yes,desk,1\n", "R.csv line 113: the force 'Oak' is not in the frame"),
        (FRAME, ANSWERS + "Ash,chief,yes,desk,1\n", "line 113: the rank 'chief' is not in the frame"),
        (FRAME + "Cedar,chief,5\n", ANSWERS + "Ash,chief,yes,desk,1\n", "no rank 'chief' in the force 'Ash'"),
        (FRAME + "Ash,constable,9\n", ANSWERS, "line 6: Ash / constable stands twice, first on line 2"),
        (FRAME.replace("400", "-4"), ANSWERS, "line 2: the population '-4' is no number"),
        (FRAME.replace("400", "many"), ANSWERS, "population 'many'"),
        (FRAME.replace("400", ""), ANSWERS, "population ''"),
        (FRAME.replace("400", "nan"), ANSWERS, "population 'nan'"),
        (FRAME.replace("Ash,constable", "Ash,"), ANSWERS, "line 2: the rank is blank"),
        (FRAME.replace("400", "0").replace("100", "0"), ANSWERS, "More people answered from Ash / constable"),
        ("", ANSWERS, "F.csv is empty"),
        ("force,rank,population\n", ANSWERS, "F.csv holds no strata"),
        ("force,rank,population\nAsh,constable,0\n", "force,rank,trained\nAsh,constable,yes\n", "no people"),
        (FRAME, "", "R.csv is empty"),
        (FRAME, "force,rank,trained\n", "R.csv holds no answers"),
        (FRAME, "force,rank,trained\nAsh,constable,\n", "Nobody answered this question"),
        (FRAME, "force,rank,trained\nAsh,constable\n", "line 2: 2 cells, where the header has 3"),
        (FRAME, ANSWERS + "Ash,constable,y\0es,desk,1\n", "R.csv line 113: a NUL byte"),
        (FRAME, ANSWERS.encode() + "Ash,constable,oui,é,1\n".encode("latin-1"), "R.csv line 113: not UTF-8"),
        (FRAME.encode("utf-16"), ANSWERS, "F.csv line 1: not UTF-8"),
        (FRAME, 'force,rank,trained\nAsh,constable,"yes\n', "R.csv: unexpected end of data"),
    ],
)
def test_a_file_at_fault_is_named_with_its_fault(
    files: Files, frame: str | bytes, answers: str | bytes, says: str
) -> None:
    files.write(frame, answers)
    code, said = files.run("--json")
    assert code == 2
    assert says in said


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60) | st.text(alphabet='ab1,;"\n\r\t\0 ', max_size=60).map(str.encode),
    st.sampled_from([(), ("--by", "force"), ("--kind", "number")]),
)
def test_whatever_stands_in_a_file_is_read_or_refused(files: Files, content: bytes, words: tuple[str, ...]) -> None:
    files.write(b"force,rank,population\n" + content, b"force,rank,trained\n" + content)
    assert files.run(*words)[0] in {0, 2}


def test_words_in_peoples_own_writing_are_refused(files: Files) -> None:
    rows = "".join(f"Ash,constable,bridge {number}\n" for number in range(501))
    files.write(FRAME.replace("400", "4000"), "force,rank,trained\n" + rows)
    code, said = files.run()
    assert (code, "501 different answers" in said) == (2, True)


def test_a_column_that_names_each_person_is_no_group(files: Files) -> None:
    rows = "".join(f"Ash,constable,yes,{number}\n" for number in range(2001))
    files.write(FRAME.replace("400", "4000"), "force,rank,trained,number\n" + rows)
    code, said = files.run("--by", "number")
    assert (code, "2001 different groups" in said) == (2, True)


def test_an_absent_file_is_named(files: Files) -> None:
    files.answers.unlink()
    code, said = files.run()
    assert code == 2
    assert "R.csv cannot be read" in said


def test_a_column_that_is_no_number_cannot_have_a_mean(files: Files) -> None:
    code, said = files.run("--kind", "number")
    assert code == 2
    assert "no numbers" in said


def test_no_group_under_ten_is_shown_and_none_is_hidden_alone(files: Files) -> None:
    people = population(11, rate=0.44, expected_answers=600)
    files.write(
        "force,rank,population\n"
        + "".join(f"{force},{rank},{n}\n" for (force, rank), n in zip(people.strata, people.people, strict=True)),
        "force,rank,trained\n"
        + "".join(
            f"{people.strata[place][0]},{people.strata[place][1]},{'yes' if yes else 'no'}\n"
            for place, yes in zip(*people.answers(), strict=True)
        ),
    )
    by_force = people.answered.reshape(43, -1).sum(axis=1)
    sizes = {f"Force {place + 1:02}": int(count) for place, count in enumerate(by_force)}
    found = files.json("--by", "force")["estimates"]
    hidden = {one["group"] for one in found if one["suppressed"]}
    assert {group for group, size in sizes.items() if size < 10} <= hidden
    assert len(hidden) >= 2
    assert all(one["n"] == sizes[one["group"]] for one in found if not one["suppressed"])
