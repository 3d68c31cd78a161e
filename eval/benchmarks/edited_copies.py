"""Turns documents into edited copies of them, and counts which of the copies are found to be near-duplicates.

Knows nothing about translations. Edits are drawn with a fixed seed: figures and months changed, a paragraph left out,
sentences exchanged for some of other documents in the same language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

import numpy as np

from assistant.index.likeness import near_duplicates, sketch
from assistant.index.relations import NEAR_DUPLICATE
from assistant.records import Document
from assistant.text.sentences import sentence_spans

LEAST_WORDS = 150
ORIGINAL, COPY = "original", "copy"
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
Edit = Callable[[str, Document, Sequence[Document], Random], str]  # text, its document, others of its language


def near_duplicates_among(documents: Sequence[Document]) -> None:
    """Print precision and recall for each edit, over the documents of at least LEAST_WORDS words."""
    chosen = [document for document in documents if len(document.text.split()) >= LEAST_WORDS]
    originals = {f"{number}:{ORIGINAL}": sketch(document.text) for number, document in enumerate(chosen)}
    alike = near_duplicates(originals, NEAR_DUPLICATE)
    print(f"near-duplicates among {len(chosen)} documents themselves: {len(alike)} pairs")
    for one, other, share in sorted(alike, key=lambda pair: -pair[2]):
        names = [chosen[int(name.split(":")[0])].id for name in (one, other)]
        print(f"  {names[0]} and {names[1]}: {share:.2f}")
    for name, edit in EDITS.items():
        print(f"near-duplicates, {name}: {judge(chosen, originals, edit)}", flush=True)


def judge(chosen: Sequence[Document], originals: Mapping[str, bytes], edit: Edit) -> str:
    """Every original and one copy of each together; two documents are one wrong pair, whichever versions were found."""
    copies = {}
    for number, document in enumerate(chosen):
        random = Random(number)
        others = [one for one in chosen if one.language == document.language and one is not document]
        copies[f"{number}:{COPY}"] = sketch(edit(document.text, document, others, random))
    found = near_duplicates({**originals, **copies}, NEAR_DUPLICATE)
    pairs = {frozenset(name.split(":")[0] for name in pair[:2]) for pair in found}
    right = sum(len(pair) == 1 for pair in pairs)
    shares = [_share(originals[f"{n}:{ORIGINAL}"], copies[f"{n}:{COPY}"]) for n in range(len(chosen))]
    low, middle, high = np.quantile(shares, [0.1, 0.5, 0.9])
    return (
        f"precision {right / max(1, len(pairs)):.3f} (n={len(pairs)}), recall {right / len(chosen):.3f} "
        f"(n={len(chosen)}); in common {middle:.2f}, eight in ten between {low:.2f} and {high:.2f}"
    )


def _share(one: bytes, other: bytes) -> float:
    return float((np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")).mean())


def figures(text: str, document: Document, others: Sequence[Document], random: Random) -> str:
    """Every number becomes another of as many digits, every month the next one."""
    months = MONTHS[document.language]
    text = re.sub(r"\d+", lambda found: "".join(str(random.randint(1, 9)) for _ in found[0]), text)
    names = re.compile(rf"\b({'|'.join(months)})\b", re.IGNORECASE)
    return names.sub(lambda found: months[(_place(months, found[0]) + 1) % 12], text)


def _place(months: Sequence[str], name: str) -> int:
    return [month.casefold() for month in months].index(name.casefold())


def without_a_paragraph(text: str, document: Document, others: Sequence[Document], random: Random) -> str:
    paragraphs = re.split(r"\n\s*\n", text)
    if len(paragraphs) > 2:
        del paragraphs[random.randrange(1, len(paragraphs))]
    return "\n\n".join(paragraphs)


def exchanged(share: float) -> Edit:
    """So many of the sentences are replaced, each by a sentence of any other document."""

    def edit(text: str, document: Document, others: Sequence[Document], random: Random) -> str:
        spans = sentence_spans(text, document.language)
        for span in sorted(random.sample(spans, round(share * len(spans))), key=lambda span: -span.start):
            other = random.choice(others)
            strange = random.choice(sentence_spans(other.text, other.language))
            text = text[: span.start] + other.text[strange.start : strange.end] + text[span.end :]
        return text

    return edit


def all_three(text: str, document: Document, others: Sequence[Document], random: Random) -> str:
    """Figures changed, a paragraph left out, a tenth of the sentences exchanged."""
    for edit in (exchanged(0.1), without_a_paragraph, figures):
        text = edit(text, document, others, random)
    return text


EDITS: dict[str, Edit] = {
    "figures and months changed": figures,
    "a paragraph left out": without_a_paragraph,
    "10 % of the sentences exchanged": exchanged(0.1),
    "20 % of the sentences exchanged": exchanged(0.2),
    "30 % of the sentences exchanged": exchanged(0.3),
    "figures, a paragraph and 10 % of the sentences": all_three,
    "50 % of the sentences exchanged": exchanged(0.5),
}
