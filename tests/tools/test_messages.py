"""The keeper of the catalogues finds every string, in code and templates, and names what is not soundly translated."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEMPLATE = """{% load i18n %}<h1>{% translate "A bridge" %}</h1>
{% blocktranslate trimmed count n=doors|length %}
  {{ n }} door
{% plural %}
  {{ n }} doors
{% endblocktranslate %}{% translate "Open" context "of a door" %}
"""
SOURCE = '''"""A page."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Bridges of %(town)s")
'''


@pytest.fixture(scope="module")
def messages() -> Iterator[ModuleType]:
    """The tool, which is a script and no package of ours."""
    sys.path.insert(0, str(ROOT / "tools"))
    import messages as module  # type: ignore[import-not-found]

    yield module
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture
def tree(messages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hub of one app with one page."""
    app = tmp_path / "hub" / "bridges"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").write_text('"""Bridges."""\n')
    (app / "views.py").write_text(SOURCE)
    (app / "templates" / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "HUB", tmp_path / "hub")
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    monkeypatch.setattr(messages, "LANGUAGES", ("nl",))
    return app


def catalogue(app: Path) -> Path:
    """The Dutch one."""
    return app / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def translate(app: Path, **words: str) -> None:
    """Fill in translations by a part of the English."""
    text = catalogue(app).read_text()
    for part, dutch in words.items():
        head, _, rest = text.partition(part)
        text = head + part + rest.replace('msgstr ""', f'msgstr "{dutch}"', 1)
    catalogue(app).write_text(text)


def test_strings_of_code_and_templates_are_found(messages: ModuleType, tree: Path) -> None:
    assert messages.update() == 0
    text = catalogue(tree).read_text()
    for words in ('msgid "A bridge"', 'msgid "%(n)s door"', 'msgid_plural "%(n)s doors"', 'msgctxt "of a door"'):
        assert words in text
    assert 'msgid "Bridges of %(town)s"' in text


def test_what_is_not_translated_is_named(messages: ModuleType, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.update()
    assert messages.check() == 1
    assert capsys.readouterr().out.count("not translated") == 4


def test_a_lost_placeholder_is_named(messages: ModuleType, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.update()
    translate(tree, Bridges="Bruggen van een stad")
    messages.check()
    assert "other placeholders or tags: 'Bridges of %(town)s'" in capsys.readouterr().out


def test_a_translation_is_kept_and_a_string_that_is_gone_goes(messages: ModuleType, tree: Path) -> None:
    messages.update()
    translate(tree, Bridges="Bruggen van %(town)s")
    (tree / "templates" / "page.html").write_text("nothing")
    messages.update()
    text = catalogue(tree).read_text()
    assert "Bruggen van %(town)s" in text
    assert "A bridge" not in text


def test_an_update_without_news_changes_nothing(messages: ModuleType, tree: Path) -> None:
    messages.update()
    before = catalogue(tree).read_bytes()
    messages.update()
    assert catalogue(tree).read_bytes() == before


def test_another_app_s_translation_is_taken_over(messages: ModuleType, tree: Path) -> None:
    messages.update()
    translate(tree, Bridges="Bruggen van %(town)s")
    other = tree.parent / "towns"
    other.mkdir()
    (other / "apps.py").write_text(SOURCE)
    messages.update()
    assert "Bruggen van %(town)s" in catalogue(other).read_text()


def test_a_translation_stays_in_its_language(messages: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LANGUAGES", ("nl", "it"))
    messages.update()
    translate(tree, Bridges="Bruggen van %(town)s")
    other = tree.parent / "towns"
    other.mkdir()
    (other / "apps.py").write_text(SOURCE)
    messages.update()
    italian = other / "locale" / "it" / "LC_MESSAGES" / "django.po"
    assert "Bruggen" in catalogue(other).read_text()
    assert "Bruggen" not in italian.read_text()


def test_two_translations_of_the_same_words_are_named(
    messages: ModuleType, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.update()
    other = tree.parent / "towns"
    other.mkdir()
    (other / "apps.py").write_text(SOURCE)
    messages.update()
    translate(tree, Bridges="Bruggen van %(town)s")
    translate(other, Bridges="De bruggen van %(town)s")
    messages.check()
    assert "elsewhere it is 'Bruggen van %(town)s'" in capsys.readouterr().out


def test_compiled_words_are_read_by_gettext(messages: ModuleType, tree: Path) -> None:
    import gettext

    messages.update()
    translate(tree, Bridges="Bruggen van %(town)s")
    messages.compile_all()
    with catalogue(tree).with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Bridges of %(town)s") == "Bruggen van %(town)s"
