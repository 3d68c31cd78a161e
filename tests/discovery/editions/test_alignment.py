"""Turns made editions with made vectors into checks of which sentences are paired, and which stand alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from assistant.discovery.editions.alignment import Bead, align
from assistant.discovery.editions.comparing import compare_editions
from assistant.discovery.editions.kinds import Kind
from assistant.discovery.editions.units import Edition, Unit
from assistant.records import Document, Language, Span
from assistant.text.terms import content_terms

SIZE = 12


def edition(language: Language, sentences: Sequence[tuple[str, Sequence[float]]]) -> Edition:
    text = "\n\n".join(said for said, _ in sentences)
    units = []
    for said, _ in sentences:
        start = text.index(said)
        units.append(Unit(Span(start, start + len(said)), said, language, Counter(content_terms(said, language))))
    vectors = np.array([vector for _, vector in sentences], dtype=np.float32)
    return Edition(document(language, text), tuple(units), vectors)


def document(language: Language, text: str) -> Document:
    return Document(language, "", language, language, text, (), "")


def meaning(*places: int, faint: float = 0.0, beside: int = 0) -> list[float]:
    """A unit vector that means so many things alike, and another one faintly."""
    vector = np.zeros(SIZE)
    vector[list(places)] = 1.0
    vector /= np.linalg.norm(vector)
    if faint:
        vector *= (1 - faint**2) ** 0.5
        vector[beside] += faint
    return [float(number) for number in vector]


def paired(beads: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.left, bead.right) for bead in beads]


BEFORE = "The first team came to the town in the morning of that day."
AVANT = "La première équipe est venue dans la ville le matin de ce jour."
AFTER = "Every school of the town was open again in the evening."
APRES = "Toutes les écoles de la ville étaient de nouveau ouvertes le soir."


def test_a_sentence_made_of_two_has_both_as_its_counterpart() -> None:
    long = "But some of them believe that it will not decide so, and that little of all this would change if it did."
    halves = "Mais certains pensent qu'elle ne tranchera pas ainsi.", "Et que peu de choses changeraient ensuite."
    left = edition("en", [(BEFORE, meaning(0)), (long, meaning(1, faint=0.3, beside=2)), (AFTER, meaning(3))])
    right = edition("fr", [(AVANT, meaning(0)), (halves[0], meaning(1)), (halves[1], meaning(2)), (APRES, meaning(3))])
    assert ((1,), (1, 2)) in paired(align(left, right))


def test_a_sentence_beside_one_that_is_whole_stands_alone() -> None:
    """As above, but the counterpart is as long as its sentence without the other one."""
    whole = "But some of them believe that it will not decide so at all."
    right = edition("fr", [
        (AVANT, meaning(0)), ("Mais certains pensent qu'elle ne tranchera pas du tout ainsi.", meaning(1)),
        ("Et que peu de choses changeraient ensuite.", meaning(2)), (APRES, meaning(3)),
    ])  # fmt: skip
    left = edition("en", [(BEFORE, meaning(0)), (whole, meaning(1, faint=0.3, beside=2)), (AFTER, meaning(3))])
    assert ((), (2,)) in paired(align(left, right))


def test_what_is_left_between_the_same_two_beads_belongs_together() -> None:
    left = edition("en", [(BEFORE, meaning(0)), ("Mend all rips of it.", meaning(1)), (AFTER, meaning(3))])
    french = ("Réparer les déchirures.", meaning(4, faint=0.2, beside=1))
    right = edition("fr", [(AVANT, meaning(0)), french, (APRES, meaning(3))])
    assert ((1,), (1,)) in paired(align(left, right))
    unlike = edition("fr", [(AVANT, meaning(0)), (french[0], meaning(4)), (APRES, meaning(3))])
    assert ((1,), (1,)) not in paired(align(left, unlike))


def test_a_piece_of_a_sentence_and_a_label_are_nothing_that_an_edition_lacks() -> None:
    left = edition("en", [(BEFORE, meaning(0)), (AFTER, meaning(3))])
    pieces = [
        "pour avoir une vue plus large.",
        "Ces paquets sont tous faits selon les principes du",
        "Pour en savoir plus",
    ]
    lacked = ["Le puits a été creusé par les jeunes.", "- eau potable pour les jeunes"]
    texts = [(said, meaning(5 + place)) for place, said in enumerate([*pieces, *lacked])]
    right = edition("fr", [(AVANT, meaning(0)), *texts, (APRES, meaning(3))])
    told = [one.right.quote for one in compare_editions(left, right).differences if one.right]
    assert told == lacked


def test_single_words_that_differ_alike_again_and_again_translate_each_other() -> None:
    def twice(names: tuple[str, str], times: int) -> list[tuple[str, str]]:
        english = [(f"The claim number {n} is against the {names[0]} there.", meaning(n)) for n in range(times)]
        french = [(f"La plainte numéro {n} y est contre l'{names[1]} aussi.", meaning(n)) for n in range(times)]
        found = compare_editions(edition("en", english), edition("fr", french)).differences
        return [(one.left.said, one.right.said) for one in found if one.kind is Kind.NAME and one.left and one.right]

    assert twice(("Kruun", "Etazh"), 1) == [("Kruun", "Etazh")]
    assert twice(("Kruun", "Etazh"), 2) == []
    assert twice(("Awa Keita", "Oumar Diallo"), 2) == [("Awa Keita", "Oumar Diallo")] * 2
