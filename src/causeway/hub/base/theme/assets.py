"""Copies from node_modules the few browser files that pages use, changed where a licence or an address asks for it.

No Sass, no bundler: GOV.UK Frontend and MoJ Frontend ship compiled. Three changes are made on the way. The GDS
Transport typeface is licensed for gov.uk addresses only, so its @font-face goes and a system stack takes its place.
The GOV.UK crest is not ours to show, so no rule may point at it. Addresses become relative to the style sheet, so that
the hub can live under any path.

Run: python -m causeway.hub.base.theme.assets NODE_MODULES
"""

import hashlib
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif'
"""What every platform has; no font is fetched."""

_THEME = Path(__file__).resolve().parent
VENDOR = _THEME / "static" / "vendor"
COUNTRY_DATABASE = _THEME.parents[2] / "routing" / "data" / "country.mmdb"
_STAMP = ".stamp"

_GOVUK = Path("govuk-frontend/dist/govuk")
_MOJ = Path("@ministryofjustice/frontend/moj")
_STYLES: dict[Path, str] = {
    _GOVUK / "govuk-frontend.min.css": "govuk-frontend.min.css",
    _MOJ / "moj-frontend.min.css": "moj-frontend.min.css",
}
_SCRIPTS: dict[Path, str] = {
    _GOVUK / "govuk-frontend.min.js": "govuk-frontend.min.js",
    _MOJ / "moj-frontend.min.js": "moj-frontend.min.js",
}
_COUNTRIES = Path("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb")
_PACKAGES = ("govuk-frontend", "@ministryofjustice/frontend", "@ip-location-db/geo-whois-asn-country-mmdb")

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_GDS_FONT = re.compile(r"""["']?GDS Transport["']?(\s*,\s*arial\s*,\s*sans-serif)?""")
_ASSET = re.compile(r"""url\(["']?/assets/images/([\w.-]+)["']?\)""")
_SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")
_NOT_OURS = re.compile(r"crest|crown|logotype|opengraph|govuk-icon")


class AssetsError(Exception):
    """The browser files cannot be copied; the message says what is missing and how to mend it."""

    code = "assets_missing"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a run did: `was_current` when the stamp already stood and nothing was written."""

    files: int
    was_current: bool


def adapt_style(css: str) -> str:
    """A vendor's style sheet without its typeface and crest, with addresses relative to the sheet."""
    css = _FONT_FACE.sub("", css)
    css = _GDS_FONT.sub(SYSTEM_FONTS, css)
    css = _ASSET.sub(lambda found: "none" if _NOT_OURS.search(found[1]) else f"url(images/{found[1]})", css)
    return _SOURCE_MAP.sub("", css)


def adapt_script(source: str) -> str:
    """A vendor's script without the pointer to its source map: manifest storage refuses a pointer to nothing."""
    return _SOURCE_MAP.sub("", source)


def copy_assets(node_modules: Path, vendor: Path = VENDOR, country_database: Path = COUNTRY_DATABASE) -> Copied:
    """Fills `vendor` and `country_database` from `node_modules`; does nothing when the stamp matches the packages.

    Raises AssetsError where a package or a file of it is absent. A run cut short leaves no stamp: the next repeats.
    """
    stamp = _stamp_of(node_modules)
    stamp_file = vendor / _STAMP
    if country_database.exists() and stamp_file.exists() and stamp_file.read_text(encoding="ascii") == stamp:
        return Copied(files=0, was_current=True)
    if vendor.exists():
        shutil.rmtree(vendor)
    (vendor / "images").mkdir(parents=True)
    files = 0
    images: set[str] = set()
    for source, name in _STYLES.items():
        raw = _read(node_modules / source)
        images.update(image for image in _ASSET.findall(raw) if not _NOT_OURS.search(image))
        (vendor / name).write_text(adapt_style(raw), encoding="utf-8")
        files += 1
    for source, name in _SCRIPTS.items():
        (vendor / name).write_text(adapt_script(_read(node_modules / source)), encoding="utf-8")
        files += 1
    for image in sorted(images):
        _copy(node_modules / _MOJ / "assets" / "images" / image, vendor / "images" / image)
        files += 1
    _copy(node_modules / _COUNTRIES, country_database)
    stamp_file.write_text(stamp, encoding="ascii")
    return Copied(files=files + 1, was_current=False)


def _stamp_of(node_modules: Path) -> str:
    """A digest of the packages' own manifests and of this file: a new version or a new rule means a new copy."""
    if not node_modules.is_dir():
        raise AssetsError(f"{node_modules} is not a folder: run `npm ci --ignore-scripts` first")
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for package in _PACKAGES:
        manifest = node_modules / package / "package.json"
        digest.update(_read(manifest).encode())
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise AssetsError(f"{path} is missing: run `npm ci --ignore-scripts` first") from error


def _copy(source: Path, target: Path) -> None:
    """By a temporary name, so that a reader never sees half a file."""
    if not source.exists():
        raise AssetsError(f"{source} is missing: run `npm ci --ignore-scripts` first")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    shutil.copyfile(source, partial)
    partial.replace(target)


def main(arguments: Sequence[str]) -> int:
    """The command line: one argument, the node_modules folder. Returns the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m causeway.hub.base.theme.assets NODE_MODULES\n")
        return 2
    try:
        copied = copy_assets(Path(arguments[0]))
    except (AssetsError, OSError) as error:
        sys.stderr.write(f"assets: {error}\n")
        return 1
    sys.stdout.write("assets: up to date\n" if copied.was_current else f"assets: {copied.files} files copied\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
