"""The codebook of a data file as DDI Codebook 2.5 (DDI Alliance, codebook.xsd of 2012), in the schema's own order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from causeway.interchange.survey_data.disclosure import Release
from causeway.interchange.survey_data.variables import Category, Variable, VariableKind
from causeway.vocabulary.instruments import Texts

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FILE = "F1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What the codebook says of the study as a whole."""

    identifier: str
    producer: str
    file_name: str
    made_on: date
    software_version: str
    response_note: str = ""
    """How many of those asked answered, in words."""


def write_ddi(release: Release, study: Study) -> bytes:
    """The codebook as an XML document."""
    prefixes: Any = {None: NAMESPACE, "xsi": _XSI}
    root = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap=prefixes)
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {_SCHEMA}")
    root.set("version", "2.5")
    root.set(_LANG, release.wave.instrument.languages[0])
    _document(root, release, study)
    _study(root, release, study)
    _file(root, release, study)
    data = _add(root, "dataDscr")
    for number, variable in enumerate(release.variables, start=1):
        _variable(data, number, variable)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _document(root: etree._Element, release: Release, study: Study) -> None:
    citation = _add(_add(root, "docDscr"), "citation")
    _titles(_add(citation, "titlStmt"), release, f"{study.identifier}-codebook")
    made = _add(citation, "prodStmt")
    _add(made, "producer", study.producer)
    _add(made, "prodDate", study.made_on.isoformat(), date=study.made_on.isoformat())
    _add(made, "software", "Causeway", version=study.software_version)


def _study(root: etree._Element, release: Release, study: Study) -> None:
    wave = release.wave
    about = _add(root, "stdyDscr")
    citation = _add(about, "citation")
    _titles(_add(citation, "titlStmt"), release, study.identifier)
    _add(_add(citation, "rspStmt"), "AuthEnty", study.producer)
    info = _add(about, "stdyInfo")
    _each(info, "abstract", wave.instrument.about)
    summary = _add(info, "sumDscr")
    for event, day in (("start", wave.opens_on), ("end", wave.closes_on)):
        _add(summary, "collDate", day.isoformat(), date=day.isoformat(), event=event)
    _add(summary, "anlyUnit", "Individual")
    people = sum(row.population for row in wave.frame)
    strata = len({(row.force, row.rank) for row in wave.frame})
    _add(summary, "universe", f"{people} people in {strata} strata of force and rank.")
    _add(summary, "dataKind", "Survey data, synthetic" if wave.is_synthetic else "Survey data")
    method = _add(about, "method")
    collection = _add(method, "dataColl")
    _add(collection, "sampProc", "Stratified by force and rank.")
    _add(collection, "collMode", "Web questionnaire, answered by one-time link.")
    _add(collection, "weight", "The variable weight sums to the population. Use it for every estimate.")
    if study.response_note:
        _add(_add(method, "anlyInfo"), "respRate", study.response_note)
    use = _add(_add(about, "dataAccs"), "useStmt")
    _add(use, "restrctn", " ".join(release.measures) or "No cell of force and rank is small.")
    _add(use, "conditions", "Do not try to find out who a person is.")


def _titles(statement: etree._Element, release: Release, identifier: str) -> None:
    wave = release.wave
    _add(statement, "titl", f"{wave.title} (synthetic)" if wave.is_synthetic else wave.title)
    _each(statement, "parTitl", wave.instrument.title)
    _add(statement, "IDNo", identifier, agency="Causeway")


def _file(root: etree._Element, release: Release, study: Study) -> None:
    text = _add(_add(root, "fileDscr", ID=_FILE), "fileTxt")
    _add(text, "fileName", study.file_name)
    kind = "Public-use file" if release.is_public else "Restricted file"
    _add(text, "fileCont", f"{kind}: one record a person.")
    size = _add(text, "dimensns")
    _add(size, "caseQnty", str(len(release.records)))
    _add(size, "varQnty", str(len(release.variables)))
    _add(text, "fileType", "text/csv; charset=utf-8")


def _variable(data: etree._Element, number: int, variable: Variable) -> None:
    made = _add(data, "var", ID=f"V{number}", name=variable.name, files=_FILE)
    is_number = variable.kind is VariableKind.NUMBER
    made.set("intrvl", "contin" if is_number else "discrete")
    if variable.is_weight:
        made.set("wgt", "wgt")
    _each(made, "labl", variable.label)
    if variable.question:
        question = _add(made, "qstn")
        _each(question, "qstnLit", variable.question)
    if variable.minimum is not None and variable.maximum is not None:
        _add(_add(made, "valrng"), "range", min=f"{variable.minimum:g}", max=f"{variable.maximum:g}")
    if variable.is_conditional:
        _add(made, "universe", "Only people to whom the question was shown.")
    for category in variable.categories:
        _category(made, category)
    is_words = variable.kind is not VariableKind.NUMBER
    _add(made, "varFormat", type="character" if is_words else "numeric", schema="other")


def _category(variable: etree._Element, category: Category) -> None:
    made = _add(variable, "catgry", missing="Y" if category.is_missing else "N")
    _add(made, "catValu", category.value)
    _each(made, "labl", category.label)


def _each(parent: etree._Element, name: str, words: Texts) -> None:
    for language, text in words.items():
        _add(parent, name, text).set(_LANG, language)


def _add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text is not None:
        made.text = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
    return made
