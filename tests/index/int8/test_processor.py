"""Turns what systems say of their processors into checks of the answer; knows nothing about the one it runs on."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index.int8.processor import multiplies_int8

SAID = {
    "vnni": "model name\t: x\nflags\t\t: fpu avx2 avx512f avx512_vnni\n",
    "desktop": "flags\t\t: fpu avx2 avx_vnni\n",
    "older": "flags\t\t: fpu avx2 avx512f\n",
    "arm": "Features\t: fp asimd asimddp\n",
    "older arm": "Features\t: fp asimd\n",
    "nothing": "processor\t: 0\n",
}


@pytest.mark.parametrize(
    ("said", "machine", "system", "expected"),
    [
        ("vnni", "x86_64", "Linux", True),
        ("desktop", "x86_64", "Linux", True),
        ("older", "x86_64", "Linux", False),
        ("arm", "aarch64", "Linux", True),
        ("older arm", "aarch64", "Linux", False),
        ("vnni", "aarch64", "Linux", False),
        ("nothing", "x86_64", "Linux", False),
        ("vnni", "riscv64", "Linux", False),
        ("vnni", "AMD64", "Windows", False),
        ("nothing", "arm64", "Darwin", True),
        ("nothing", "x86_64", "Darwin", False),
    ],
)
def test_known_by_what_the_system_says(tmp_path: Path, said: str, machine: str, system: str, expected: bool) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(SAID[said])
    assert multiplies_int8(machine, system, cpuinfo) is expected


def test_a_system_that_says_nothing_is_without(tmp_path: Path) -> None:
    assert not multiplies_int8("x86_64", "Linux", tmp_path / "none")
