"""Turns hundreds of killed `assistant index` commands into counts of what was lost, doubled or left half done.

Knows nothing about how an index is built. Each trial changes a few documents, kills the command at a random moment or
at a named phase, and looks at the folder from a fresh process; what is left is where the next trial starts.
Usage: python -m eval.crash.kills [--random 500] [--each-phase 25] [--real 0] [--seed 1] [--output FILE]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from assistant.index.phases import PHASES
from eval.crash.folder import Folder
from eval.crash.processes import FakeCommand, RealCommand

COMPLETE_EVERY = 4  # trials; then the command may finish, must succeed, and what it confirmed counts from there on


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=500, help="kills at random moments, fast model")
    parser.add_argument("--each-phase", type=int, default=25, help="kills at each named phase, fast model")
    parser.add_argument("--real", type=int, default=0, help="kills at random moments of the command with its own model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    counts: dict[str, dict[str, int]] = {}
    for name, command, phases in (
        ("random moment", FakeCommand, [None] * arguments.random),
        *((f"phase {phase}", FakeCommand, [phase] * arguments.each_phase) for phase in PHASES),
        ("random moment, real model", RealCommand, [None] * arguments.real),
    ):
        if phases:
            with tempfile.TemporaryDirectory() as work:
                trial = Trials(Folder(Path(work), random.Random(arguments.seed)), command(Path(work)), arguments.seed)
                counts[name] = dict(trial.run(phases))
            print(line(name, counts[name]), flush=True)
    total = Counter[str]()
    for one in counts.values():
        total.update(one)
    print(line("all", total))
    if arguments.output:
        arguments.output.write_text(json.dumps({"seed": arguments.seed, "counts": counts}, indent=1) + "\n")
    sys.exit(1 if total["faults"] else 0)


def line(name: str, counts: dict[str, int] | Counter[str]) -> str:
    kills, faults = counts.get("killed", 0), counts.get("faults", 0)
    bound = f", at most {min(1, 3 / kills):.2%}" if kills and not faults else ""
    return (
        f"{name}: {faults} of {kills} kills lost, doubled or halved anything{bound} "
        f"({counts.get('finished', 0)} finished before the kill; after {counts.get('new', 0)} the new generation was "
        f"in force, after {counts.get('old', 0)} the old one)"
    )


class Trials:
    """Kills one command over one folder again and again."""

    def __init__(self, folder: Folder, command: FakeCommand | RealCommand, seed: int) -> None:
        self.folder = folder
        self.command = command
        self.random = random.Random(seed + 1)
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0

    def run(self, phases: list[str | None]) -> Counter[str]:
        self.complete()
        for number, phase in enumerate(phases, start=1):
            self.folder.change()
            after = None if phase else self.random.uniform(0, 1.05 * self.seconds)
            killed = self.command.run(phase=phase, kill_after=after)
            self.counts["killed" if killed else "finished"] += 1
            if not killed:
                self.folder.confirm()
            self.check()
            if phase and not killed:
                self.fault(f"the phase {phase} was not reached")
            if number % COMPLETE_EVERY == 0:
                self.complete()
        return self.counts

    def complete(self) -> None:
        """One build to its end: it must succeed whatever the kills before left, and tidy up after them."""
        self.folder.change()
        start = time.perf_counter()
        if self.command.run():
            self.fault("the command died of itself")
        self.seconds = time.perf_counter() - start
        self.folder.confirm()
        self.check()
        self.folder.check_tidy(self.fault)

    def check(self) -> None:
        seen = self.command.look(self.folder.questions())
        state = self.folder.compare(seen, self.fault)
        self.counts[state] += 1

    def fault(self, what: str) -> None:
        self.counts["faults"] += 1
        print(f"FAULT: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
