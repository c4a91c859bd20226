"""A wheel, as `pip install` builds one: the engines work from it, on a machine that has no compiler any more."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
KERNELS = import_module("kernels")
LEFT_OUT = shutil.ignore_patterns(".*", "node_modules", "__pycache__", "_native.*", "tests", "docs", "vendor", "*.mmdb")
SEARCH = """
import numpy as np
from causeway.matching import HammingIndex, _kernels
found = HammingIndex.build(np.eye(32, dtype=np.uint8)).search(np.eye(32, dtype=np.uint8)[:1], 31)
print(_kernels.LIBRARY, len(found.id))
"""


@pytest.mark.slow
@pytest.mark.skipif(KERNELS.system_compiler() is None, reason="no compiler here; set-up fetched one for a moment")
def test_the_engines_work_from_a_wheel_that_is_built_from_a_clean_tree(tmp_path: Path) -> None:
    tree, installed = tmp_path / "tree", tmp_path / "installed"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=tree, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert "-py3-none-" in wheel.name
    assert "-any" not in wheel.name
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", SEARCH], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    library, found = done.stdout.split()
    assert Path(library).is_relative_to(installed)
    assert int(found) == 32
