"""The CSV file, its DDI Codebook and the SPSS file say the same, and hold nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from causeway.interchange.survey_data import Study, full_release, variables_of, write_csv, write_ddi, write_sav
from small_survey import DOORS, wave

_STUDY = Study(
    identifier="doors-1", producer="Desk", file_name="doors.csv", made_on=date(2026, 4, 1), software_version="0.1"
)
_NS = {"d": "ddi:codebook:2_5"}
_CELLS = {("Avon", "Constable"): 12, ("Brede", "Sergeant"): 11}


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_question_with_several_answers_is_one_variable_an_option() -> None:
    names = [variable.name for variable in variables_of(DOORS)]
    assert names == [
        *("knob", "round", "colours__red", "colours__green", "colours__none", "grip"),
        *("views__oak", "views__steel", "doors", "wish"),
    ]


def test_a_row_holds_codes_and_tells_not_asked_from_left_out() -> None:
    made = wave(_CELLS)
    first = made.answers[0]
    without = replace(first, answers={code: told for code, told in first.answers.items() if code != "grip"})
    made = replace(made, answers=(without, *made.answers[1:]))
    row = _rows(write_csv(full_release(made, [2.5] * 23)))[0]
    assert (row["force"], row["rank"], row["weight"]) == ("Avon", "Constable", "2.5")
    assert (row["knob"], row["round"], row["doors"], row["grip"]) == ("no", "not_asked", "", "")
    assert (row["colours__red"], row["colours__none"], row["views__oak"]) == ("0", "1", "agree")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "  =1"])
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    made = wave(_CELLS)
    told = replace(made.answers[0], answers={**made.answers[0].answers, "wish": start}, force=start)
    rows = _rows(write_csv(full_release(replace(made, answers=(told, *made.answers[1:])), [1.0] * 23)))
    assert rows[0]["wish"].startswith("'")
    assert rows[0]["force"].startswith("'")


def test_the_codebook_names_every_column_in_its_order() -> None:
    release = full_release(wave(_CELLS), [1.0] * 23)
    book = etree.fromstring(write_ddi(release, _STUDY))
    columns = write_csv(release).decode("utf-8-sig").split("\r\n")[0].split(",")
    assert [var.get("name") for var in book.iterfind(".//d:var", _NS)] == columns
    assert book.findtext(".//d:caseQnty", namespaces=_NS) == "23"


def test_every_coded_cell_is_a_category_of_the_codebook() -> None:
    release = full_release(wave(_CELLS), [1.0] * 23)
    book = etree.fromstring(write_ddi(release, _STUDY))
    allowed = {
        str(var.get("name")): {value.text for value in var.iterfind("d:catgry/d:catValu", _NS)}
        for var in book.iterfind(".//d:var", _NS)
    }
    for row in _rows(write_csv(release)):
        for name, cell in row.items():
            assert not allowed[name] or not cell or cell in allowed[name], name


def test_labels_are_in_every_language() -> None:
    book = etree.fromstring(write_ddi(full_release(wave(_CELLS), [1.0] * 23), _STUDY))
    knob = next(var for var in book.iterfind(".//d:var", _NS) if var.get("name") == "knob")
    spoken = "{http://www.w3.org/XML/1998/namespace}lang"
    assert {label.get(spoken) for label in knob.iterfind("d:labl", _NS)} == {"en", "nl"}
    assert {label.get(spoken) for label in knob.iterfind("d:catgry/d:labl", _NS)} == {"en", "nl"}


_ORDER = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "stdyDscr": ["citation", "stdyInfo", "method", "dataAccs"],
    "citation": ["titlStmt", "rspStmt", "prodStmt"],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "prodStmt": ["producer", "copyright", "prodDate", "prodPlac", "software"],
    "stdyInfo": ["subject", "abstract", "sumDscr"],
    "sumDscr": ["timePrd", "collDate", "nation", "geogCover", "geogUnit", "anlyUnit", "universe", "dataKind"],
    "method": ["dataColl", "notes", "anlyInfo"],
    "dataColl": ["timeMeth", "dataCollector", "frequenc", "sampProc", "deviat", "collMode", "resInstru", "weight"],
    "fileTxt": ["fileName", "fileCont", "fileStrc", "dimensns", "fileType"],
    "var": ["labl", "qstn", "valrng", "invalrng", "universe", "sumStat", "txt", "catgry", "concept", "varFormat"],
    "catgry": ["catValu", "labl", "txt", "catStat"],
}
"""Children in the order of codebook.xsd 2.5, of the elements that we write."""


def test_elements_stand_in_the_order_of_the_schema() -> None:
    book = etree.fromstring(write_ddi(full_release(wave(_CELLS, is_synthetic=True), [1.0] * 23), _STUDY))
    for element in book.iter():
        order = _ORDER.get(etree.QName(element).localname)
        places = [order.index(etree.QName(child).localname) for child in element] if order else []
        assert places == sorted(places), element.tag


def test_identifiers_are_unique_and_the_weight_is_marked() -> None:
    book = etree.fromstring(write_ddi(full_release(wave(_CELLS), [1.0] * 23), _STUDY))
    identifiers = book.xpath("//@ID")
    assert isinstance(identifiers, list)
    assert len(set(map(str, identifiers))) == len(identifiers)
    assert [var.get("name") for var in book.iterfind(".//d:var[@wgt='wgt']", _NS)] == ["weight"]


def test_a_synthetic_wave_says_so_in_its_codebook() -> None:
    book = etree.fromstring(write_ddi(full_release(wave(_CELLS, is_synthetic=True), [1.0] * 23), _STUDY))
    assert "(synthetic)" in (book.findtext(".//d:titl", namespaces=_NS) or "")


def test_an_spss_file_reads_back_with_its_labels_and_missing_values(tmp_path: Path) -> None:
    import pyreadstat

    path = tmp_path / "doors.sav"
    path.write_bytes(write_sav(full_release(wave(_CELLS), [2.5] * 23)))
    frame, about = pyreadstat.read_sav(str(path), user_missing=True)
    first = frame.iloc[0]
    assert (first["knob"], first["round"], first["doors"], first["weight"]) == (2.0, -8.0, -8.0, 2.5)
    assert about.variable_value_labels["knob"] == {1.0: "Yes", 2.0: "No", -9.0: "Left out", -8.0: "Not asked"}
    assert about.column_names_to_labels["knob"] == "Has your door a knob?"
    assert about.variable_value_labels["force"][first["force"]] == "Avon"
    assert about.missing_ranges["knob"] == [{"lo": -9.0, "hi": -9.0}, {"lo": -8.0, "hi": -8.0}]
