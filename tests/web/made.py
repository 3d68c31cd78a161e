"""Makes documents, answers and an assistant out of nothing, for tests that need no model and no index.

Knows nothing about how the real ones come to be; every quote is a slice of its document, as in real answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from assistant.answering.stages import Heed, unheeded
from assistant.errors import InputError
from assistant.records import (
    Answer,
    Citation,
    Disagreement,
    Document,
    Filter,
    Language,
    Passage,
    Reason,
    Section,
    Span,
)
from assistant.web.rendering import Holdings

FRENCH_TEXT = "Gao\n\nL'équipe de Gao compte 14 personnes. Elle couvre aussi Kidal [3]."
ENGLISH_TEXT = "The Gao office has 15 staff & opened in 2013."


def document(text: str, language: Language = "fr", **facts: Any) -> Document:
    given: dict[str, Any] = {"title": "Où nous travaillons", "organisation": "UNICEF", "date": "2024", **facts}
    path = given.pop("path", f"gao-{language}.txt")
    whole = (Section(("Gao",), Span(0, len(text))),)
    return Document(
        id=path.rsplit(".", 1)[0], language=language, path=path, text=text, sections=whole, sha256="0" * 64, **given
    )


def passage_of(source: Document, start: int = 0, end: int | None = None, **facts: Any) -> Passage:
    end = len(source.text) if end is None else end
    given: dict[str, Any] = {"heading": ("Gao",), **facts}
    return Passage(
        f"{source.id}#{start}-{end}", source.id, source.language, span=Span(start, end),
        text=source.text[start:end], **given,
    )  # fmt: skip


def cite(number: int, source: Document, quote: str, passage: Passage | None = None, **facts: Any) -> Citation:
    start = source.text.index(quote)
    return Citation(
        number, source, passage or passage_of(source), quote, Span(start, start + len(quote)), 1.0, **facts
    )  # fmt: skip


def answer_of(*citations: Citation, language: Language = "fr", disagreements: tuple[Disagreement, ...] = ()) -> Answer:
    opening, closing = ("« ", " »") if language == "fr" else ("“", "”")
    lines = (f"Selon {c.document.title} : {opening}{c.quote}{closing} [{c.number}]" for c in citations)
    return Answer(
        question="Combien ?", language=language, answered=True, confidence=0.9, text="\n\n".join(lines), reason=None,
        reason_text=None, citations=citations, disagreements=disagreements, timings_ms={"total": 123.4},
        generation="gen-000001", model="fake",
    )  # fmt: skip


def abstention_of(reason: Reason, text: str, *citations: Citation, language: Language = "fr") -> Answer:
    return Answer(
        question="?", language=language, answered=False, confidence=0.1, text=f"Les documents ne disent rien. {text}",
        reason=reason, reason_text=text, citations=citations, disagreements=(), timings_ms={"total": 5.0},
        generation="gen-000001", model="fake",
    )  # fmt: skip


FRENCH = document(FRENCH_TEXT)
ENGLISH = document(ENGLISH_TEXT, "en", title="Where we work")
ANSWER = answer_of(cite(1, FRENCH, "L'équipe de Gao compte 14 personnes."))
HOLDINGS = Holdings(2, 1234, ("fr", "en"), (ENGLISH, FRENCH))


@dataclass(eq=False)
class MadeIndex:
    """Equal to itself alone, as an opened index is."""

    damage: Any
    manifest: Any
    rows: Any
    store: Any


class FakeAssistant:
    """Answers everything with ANSWER, refuses what is too long, and breaks where the question says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.wanted: list[Filter | None] = []
        documents = {"gao-en": ENGLISH, "gao-fr": FRENCH}
        self.index = MadeIndex(
            damage=None,
            manifest=SimpleNamespace(
                documents=list(documents), passages=2, generation="gen-000001", model=SimpleNamespace(name="fake")
            ),
            rows={"fr": [0], "en": [1]},
            store=SimpleNamespace(
                document_ids=lambda: list(documents),
                document=documents.__getitem__,
                facts=lambda: list(documents.values()),
            ),
        )

    def newest(self) -> FakeAssistant:
        return self

    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer:
        if len(question) > 2000:
            raise InputError(en="The question is too long.", fr="La question est trop longue.")
        if question == "boom":
            raise RuntimeError("/srv/secret/path token=sk-123")
        self.asked.append((question, language))
        self.wanted.append(wanted)
        return ANSWER
