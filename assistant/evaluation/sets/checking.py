"""Turns the questions of a set and the documents of an index into what a person should look at, line by line.

Knows nothing about files. Whether a line is a question at all was checked when it was read; here it is whether the
proof that it names is there, as it is written, and whether what it expects stands in that proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.evaluation.questions import question_of
from assistant.evaluation.scoring import normalise, states_facts
from assistant.evaluation.sets.form import TYPES, Record
from assistant.evaluation.sets.locating import Nearness, locate

if TYPE_CHECKING:
    from assistant.index.store import Store

Weight = Literal["error", "note"]
NEARNESSES: dict[Nearness, tuple[str, str]] = {
    Nearness.SPACES: ("only spaces or line breaks differ", "seuls des espaces ou des retours à la ligne diffèrent"),
    Nearness.MARKS: (
        "Markdown marks, quotation signs, apostrophes or dashes differ",
        "des marques Markdown, guillemets, apostrophes ou tirets diffèrent",
    ),
    Nearness.LETTERS: ("capitals or accents differ", "des majuscules ou des accents diffèrent"),
}
SHOWN = 60  # characters of a quote
DOCUMENTS_HELD = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """What to look at in one question. `instead` is the exact text of the document where it nearly fits."""

    number: int  # of the question in its set, from 1
    id: str
    weight: Weight
    en: str
    fr: str
    gold: int | None = None  # which of its quotes, from 0
    instead: str = ""


def check_set(records: Sequence[Record], store: Store) -> list[Problem]:
    """Errors and notes, in the order of the set."""
    problems: list[Problem] = []
    texts = lru_cache(DOCUMENTS_HELD)(lambda identifier: store.document(identifier).text)
    ids = frozenset(store.document_ids())
    asked: dict[str, str] = {}
    for number, record in enumerate(records, start=1):
        wording = normalise(record["question"])
        if wording in asked:
            en, fr = f"It asks the same as {asked[wording]!r}.", f"La même question que {asked[wording]!r}."
            problems.append(Problem(number, record["id"], "note", en, fr))
        asked.setdefault(wording, record["id"])
        problems += _of_expectations(number, record)
        for place, entry in enumerate(record.get("gold", [])):
            names = [entry["document"]] if entry["document"] in ids else store.documents_of(entry["document"])
            problems += _of_quote(number, record["id"], place, entry, [texts(name) for name in names])
    return problems


def _of_quote(number: int, identifier: str, place: int, entry: Record, texts: Sequence[str]) -> list[Problem]:
    """Whether the document is there and says the quote as written, else how it says it."""
    quote, shown = entry["quote"], _short(entry["quote"])
    if not texts:
        name = entry["document"][:100]
        en = f"There is no document {name!r} in the index."
        return [Problem(number, identifier, "error", en, f"Il n'y a pas de document {name!r} dans l'index.", place)]
    found = min((locate(quote, text) for text in texts), key=lambda one: list(Nearness).index(one.nearness))
    if found.nearness is Nearness.EXACT:
        return []
    if found.nearness is Nearness.MISSING:
        en = f"The quote {shown!r} is not in {entry['document']!r}: copy it from the document."
        fr = f"La citation {shown!r} n'est pas dans {entry['document']!r} : copiez-la du document."
        return [Problem(number, identifier, "error", en, fr, place)]
    why = NEARNESSES[found.nearness]
    en = f"The quote {shown!r} is in the document in another spelling: {why[0]}."
    fr = f"La citation {shown!r} est écrite autrement dans le document : {why[1]}."
    weight: Weight = "error" if found.nearness is Nearness.LETTERS else "note"
    return [Problem(number, identifier, weight, en, fr, place, found.slice)]


def _of_expectations(number: int, record: Record) -> list[Problem]:
    """Whether what is expected goes together."""
    found: list[tuple[Weight, str, str]] = []
    gold, facts = record.get("gold", []), record.get("values") or record.get("facts", [])
    if record["answerable"] and not gold:
        found.append(("error", "It has an answer and names no quote that proves it.",
                      "Elle a une réponse et n'indique aucune citation qui la prouve."))  # fmt: skip
    if record["answerable"] and not facts:
        found.append(("error", "It has an answer and names no fact that the answer must state.",
                      "Elle a une réponse et n'indique aucun fait que la réponse doit donner."))  # fmt: skip
    if not record["answerable"] and (gold or facts):
        found.append(("error", "It has no answer, yet names facts or quotes.",
                      "Elle n'a pas de réponse, mais indique des faits ou des citations."))  # fmt: skip
    if record.get("type", "other") not in TYPES:
        found.append(("note", f"The type {record['type'][:40]!r} is not one of {', '.join(TYPES)}.",
                      f"Le type {record['type'][:40]!r} n'est pas de ceux-ci : {', '.join(TYPES)}."))  # fmt: skip
    if gold and facts and not states_facts(question_of(record), [entry["quote"] for entry in gold]):
        found.append(("note", "Its quotes do not state every fact that is expected.",
                      "Ses citations ne donnent pas tous les faits attendus."))  # fmt: skip
    return [Problem(number, record["id"], weight, en, fr) for weight, en, fr in found]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
