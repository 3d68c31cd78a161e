"""Turns a random number generator into a folder of documents that keeps changing, and knows what must be in the index.

Knows nothing about processes. Every version of a document holds a word of its own, by which it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

PLACES = ("Gao", "Mopti", "Kidal", "Farchana", "Niamey")
Documents = dict[str, str]  # name of the file -> the word that only this version of it holds
Fault = Callable[[str], None]


class Folder:
    """`confirmed` is what the last build that reported success saw; `there` what the folder holds now."""

    def __init__(self, work: Path, random: Random, documents: int = 12) -> None:
        self.corpus, self.index = work / "corpus", work / "index"
        self.corpus.mkdir()
        self.random = random
        self.versions = 0
        self.there: Documents = {}
        self.confirmed: Documents = {}
        for _ in range(documents):
            self._write(f"doc{self.versions}")

    def change(self) -> None:
        """One to three documents added, changed, renamed or removed."""
        for _ in range(self.random.randint(1, 3)):
            name = self.random.choice(sorted(self.there))
            what = self.random.choice(("add", "change", "change", "rename", "remove"))
            if what == "add" or (what == "remove" and len(self.there) < 8):
                self._write(f"doc{self.versions}")
            elif what == "change":
                self._write(name)
            elif what == "remove" or f"{name}r" in self.there:
                (self.corpus / f"{name}.txt").unlink()
                del self.there[name]
            else:
                (self.corpus / f"{name}.txt").rename(self.corpus / f"{name}r.txt")
                self.there[f"{name}r"] = self.there.pop(name)

    def confirm(self) -> None:
        self.confirmed = dict(self.there)

    def questions(self) -> list[str]:
        return sorted({*self.confirmed.values(), *self.there.values()})

    def compare(self, seen: Mapping[str, Any], fault: Fault) -> str:
        """Which of the two allowed states is in force; anything else is a fault."""
        if "failure" in seen:
            fault(f"the index does not open: {seen['failure']}")
            return "neither"
        held: dict[str, list[str]] = seen["words"]
        for name, expected in (("old", self.confirmed), ("new", self.there)):
            wanted = {word: [document] for document, word in expected.items()}
            if sorted(seen["documents"]) == sorted(expected) and wanted == {w: d for w, d in held.items() if d}:
                if seen["wrong"] or seen["damage"]:
                    fault(f"{name}: {seen['wrong']} {seen['damage']}")
                self.confirmed = dict(expected)  # seen in force once, it must stay so until something newer is
                return name
        fault(f"neither the old state nor the new one: {seen['documents']} {held}")
        return "neither"

    def check_tidy(self, fault: Fault) -> None:
        names = sorted(path.name for path in self.index.iterdir())
        if any(name.endswith(".tmp") for name in names) or sum(name.startswith("gen-") for name in names) > 2:
            fault(f"left behind: {names}")

    def _write(self, name: str) -> None:
        self.versions += 1
        word = f"{''.join(chr(97 + int(digit)) for digit in str(self.versions))}zebu"
        lines = [f"Le bureau de {self.random.choice(PLACES)} emploie {self.random.randint(2, 99)} personnes."] * 3
        text = f"Bureau {word}\n\nLe projet {word} a ouvert {self.random.randint(2, 99)} puits.\n\n" + "\n".join(lines)
        (self.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
        self.there[name] = word
