"""Turns the crash program of eval/crash into a short run: a few kills at random moments and at every named phase."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from assistant.index.phases import PHASES


def test_no_kill_loses_doubles_or_halves_anything(tmp_path: Path, repository: Path) -> None:
    """The long run is recorded in docs/measurements.md; any fault makes the program exit 1."""
    command = [sys.executable, "-m", "eval.crash.kills", "--random", "25", "--each-phase", "2", "--seed", "7"]
    command += ["--output", str(tmp_path / "counts.json")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=repository, timeout=600)
    assert (0, "") == (done.returncode, "\n".join(x for x in done.stderr.splitlines() if x.startswith("FAULT")))
    counts = json.loads((tmp_path / "counts.json").read_text())["counts"]
    assert {"random moment", *(f"phase {phase}" for phase in PHASES)} == set(counts)
    assert all(2 == counts[f"phase {phase}"]["killed"] for phase in PHASES)
    assert counts["phase renamed"]["old"] > 0
    assert counts["phase pointer_swapped"]["new"] == 2
