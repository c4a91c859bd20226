"""What `pip install` and `hatchling build` do besides packing: the kernels are compiled into the wheel, which is
therefore of one platform. An editable installation is left alone; set-up compiles for it.
"""

import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILER = "ziglang>=0.13"


class KernelsHook(BuildHookInterface[Any]):
    """Compiles `src/causeway/matching/native`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A compiler from the package index, where the machine has none."""
        return [] if self._kernels().system_compiler() else [_COMPILER]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are packed. Raises CalledProcessError."""
        if version == "editable" or self.target_name != "wheel":
            return
        kernels = self._kernels()
        kernels.compile_kernels(kernels.system_compiler() or [sys.executable, "-m", "ziglang", "cc"])
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        # One library serves every version of Python: it is called by its addresses.
        build_data["pure_python"], build_data["tag"] = False, f"py3-none-{platform}"

    def _kernels(self) -> Any:
        tools = str(Path(self.root) / "tools")
        if tools not in sys.path:
            sys.path.insert(0, tools)
        import kernels

        return kernels
