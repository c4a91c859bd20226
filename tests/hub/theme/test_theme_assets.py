"""The browser files are copied whole, changed only where they must be, and not again when nothing is new."""

from pathlib import Path

import pytest

from causeway.hub.base.theme.assets import AssetsError, adapt_script, adapt_style, copy_assets, main

GOVUK_CSS = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}.b{background:url(/assets/images/govuk-crest.svg)}"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */"
)
MOJ_CSS = ".c{background-image:url(/assets/images/icon-document.svg)}"


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """A tiny node_modules with the files that are copied."""
    root = tmp_path / "node_modules"
    contents = {
        "govuk-frontend/package.json": '{"version": "1"}',
        "govuk-frontend/dist/govuk/govuk-frontend.min.css": GOVUK_CSS,
        "govuk-frontend/dist/govuk/govuk-frontend.min.js": "export{};//# sourceMappingURL=a.js.map\n",
        "@ministryofjustice/frontend/package.json": '{"version": "1"}',
        "@ministryofjustice/frontend/moj/moj-frontend.min.css": MOJ_CSS,
        "@ministryofjustice/frontend/moj/moj-frontend.min.js": "export{};",
        "@ministryofjustice/frontend/moj/assets/images/icon-document.svg": "<svg/>",
        "@ministryofjustice/frontend/moj/assets/images/moj-logotype-crest-2024.svg": "<svg/>",
        "@ip-location-db/geo-whois-asn-country-mmdb/package.json": '{"version": "1"}',
        "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb": "countries",
    }
    for name, text in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_the_typeface_licensed_for_gov_uk_alone_is_gone() -> None:
    css = adapt_style(GOVUK_CSS)
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert "system-ui" in css


def test_no_rule_points_at_the_crest_or_at_a_source_map() -> None:
    css = adapt_style(GOVUK_CSS)
    assert "crest" not in css
    assert "background:none" in css
    assert "sourceMappingURL" not in css
    assert adapt_script("x//# sourceMappingURL=a.js.map\n") == "x"


def test_addresses_become_relative_to_the_sheet() -> None:
    assert adapt_style(MOJ_CSS) == ".c{background-image:url(images/icon-document.svg)}"


def test_only_what_a_style_sheet_uses_is_copied(node_modules: Path, tmp_path: Path) -> None:
    vendor, countries = tmp_path / "vendor", tmp_path / "data" / "country.mmdb"
    copied = copy_assets(node_modules, vendor, countries)
    assert not copied.was_current
    assert sorted(path.name for path in (vendor / "images").iterdir()) == ["icon-document.svg"]
    assert {path.name for path in vendor.glob("*.*s")} == {
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
        "moj-frontend.min.css",
        "moj-frontend.min.js",
    }
    assert countries.read_text() == "countries"


def test_a_second_run_does_nothing_until_a_package_changes(node_modules: Path, tmp_path: Path) -> None:
    vendor, countries = tmp_path / "vendor", tmp_path / "country.mmdb"
    copy_assets(node_modules, vendor, countries)
    assert copy_assets(node_modules, vendor, countries).was_current
    (node_modules / "govuk-frontend" / "package.json").write_text('{"version": "2"}')
    assert not copy_assets(node_modules, vendor, countries).was_current


def test_a_lost_country_database_is_copied_again(node_modules: Path, tmp_path: Path) -> None:
    vendor, countries = tmp_path / "vendor", tmp_path / "country.mmdb"
    copy_assets(node_modules, vendor, countries)
    countries.unlink()
    assert not copy_assets(node_modules, vendor, countries).was_current
    assert countries.exists()


def test_a_missing_file_is_named_with_the_way_to_mend_it(node_modules: Path, tmp_path: Path) -> None:
    (node_modules / "@ministryofjustice" / "frontend" / "moj" / "moj-frontend.min.js").unlink()
    with pytest.raises(AssetsError, match=r"moj-frontend\.min\.js is missing: run `npm ci --ignore-scripts`"):
        copy_assets(node_modules, tmp_path / "vendor", tmp_path / "country.mmdb")


def test_the_command_says_what_is_wrong_and_exits_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent")]) == 1
    assert "npm ci" in capsys.readouterr().err
    assert main([]) == 2
