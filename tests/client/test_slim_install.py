"""A service's engineer installs `causeway` and gets what a service needs: the hub's and the engines' packages may be
absent.
"""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

PROJECT: dict[str, Any] = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
OF_OTHERS = ("engines", "hub", "scan", "text", "warning", "deconfliction", "scale", "spss")
PROGRAM = """
import json, sys
absent = set(json.loads(sys.argv[1]))

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} is not installed", name=name)

sys.meta_path.insert(0, Absent())
from causeway.client import Screening
loaded = sorted({name.partition(".")[0] for name in sys.modules})
import causeway.cli.app, causeway.client.following, causeway.client.warning
import causeway.client.screening.asgi, causeway.client.screening_service.serving
from causeway.client.warning import Watch
print(json.dumps(loaded))
"""


def distributions(requirements: list[str]) -> set[str]:
    """The names of what is required, in one spelling."""
    return {_spelt(re.split(r"[\[<>=~ ]", each)[0]) for each in requirements}


def _spelt(name: str) -> str:
    return name.lower().replace("_", "-")


def test_the_client_loads_and_needs_no_package_of_the_hub_or_of_an_engine() -> None:
    own, extras = distributions(PROJECT["dependencies"]), PROJECT["optional-dependencies"]
    others = {each for extra in OF_OTHERS for each in distributions(extras[extra])}
    others -= own | distributions(extras["screen"])
    imported_as = {
        name: set(map(_spelt, found)) for name, found in packages_distributions().items() if name != "causeway"
    }
    absent = [name for name, found in imported_as.items() if found <= others]
    assert {"scipy", "phonenumbers", "holidays", "django"} <= set(absent)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(absent)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    loaded = {each for name in json.loads(done.stdout) for each in imported_as.get(name, ())}
    # httpx loads its own command line where rich is there.
    assert loaded & own - {"rich"} == {"cryptography", "httpx", "idna", "ijson", "lxml", "numpy", "pi-heif", "pillow"}
