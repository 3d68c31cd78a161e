"""Turns what the system says of its processor into whether products of eight-bit numbers are exact and quick on it.

Knows nothing about models. Without the instructions named here an x86 processor adds such products in sixteen bits,
which overflow, so that figures would be wrong and not only slow.
"""

from __future__ import annotations

import platform
from contextlib import suppress
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
X86 = frozenset({"avx512_vnni", "avx_vnni"})
ARM = frozenset({"asimddp"})


def multiplies_int8(machine: str | None = None, system: str | None = None, cpuinfo: Path = CPUINFO) -> bool:
    """True where the processor has dot products of eight-bit numbers; unknown systems count as without."""
    machine, system = (machine or platform.machine()).lower(), system or platform.system()
    if system == "Darwin":
        return machine == "arm64"  # every one of them has
    wanted = {"x86_64": X86, "amd64": X86, "aarch64": ARM, "arm64": ARM}.get(machine)
    if system != "Linux" or wanted is None:
        return False
    with suppress(OSError):
        for line in cpuinfo.read_text("utf-8", "replace").splitlines():
            name, _, values = line.partition(":")
            if name.strip() in {"flags", "Features"}:
                return not wanted.isdisjoint(values.split())
    return False
