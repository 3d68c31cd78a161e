"""Turns questions into checks of what they are understood to ask for; knows nothing about documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.question import AnswerKind, answers_kind, understand
from assistant.answering.statement import Statement
from assistant.records import Language


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("Combien de personnes l'UNICEF emploie-t-elle à Gao ?", "fr", AnswerKind.NUMBER),
        ("How many projects has COOPI run?", "en", AnswerKind.NUMBER),
        ("What percentage of the population is food insecure?", "en", AnswerKind.NUMBER),
        ("Depuis quand COOPI intervient-elle au Mali ?", "fr", AnswerKind.DATE),
        ("When did UNICEF open its office in Mopti?", "en", AnswerKind.DATE),
        ("En quelle année le bureau de Kayes a-t-il ouvert ?", "fr", AnswerKind.DATE),
        ("Où se trouve le bureau de COOPI ?", "fr", AnswerKind.PLACE),
        ("Where does COOPI work?", "en", AnswerKind.PLACE),
        ("Qui sont les partenaires locaux d'INTERSOS ?", "fr", AnswerKind.WHO),
        ("Who founded FeDe?", "en", AnswerKind.WHO),
        ("Quelle est l'adresse e-mail de COOPI ?", "fr", AnswerKind.EMAIL),
        ("How can I contact COOPI?", "en", AnswerKind.CONTACT),
        ("Que signifie le sigle ASACO ?", "fr", AnswerKind.MEANING),
        ("What does FONGIM stand for?", "en", AnswerKind.MEANING),
    ],
)
def test_kinds(question: str, language: Language, kind: AnswerKind) -> None:
    assert kind == understand(question, language).kind


@pytest.mark.parametrize(
    ("question", "language", "anchors"),
    [
        ("Combien de personnes l'UNICEF emploie-t-elle à Gao en 2013 ?", "fr", {"unicef", "gao", "2013"}),
        ("How many staff does UNICEF have in Gao?", "en", {"unicef", "gao"}),
        ("COOPI works where?", "en", {"coopi"}),
    ],
)
def test_names_acronyms_years_and_figures_are_anchors(question: str, language: Language, anchors: set[str]) -> None:
    assert anchors <= set(understand(question, language).anchors)


@pytest.mark.parametrize("question", ["combien de personnes à gao ?", "Combien ?", ""])
def test_a_question_without_names_has_no_anchors(question: str) -> None:
    assert understand(question, "fr").anchors == ()


def test_several_things_are_asked_for_in_the_plural() -> None:
    assert understand("Quels sont les partenaires de COOPI ?", "fr").several
    assert understand("Which local NGOs does INTERSOS work with?", "en").several
    assert not understand("Quelle est l'adresse de COOPI ?", "fr").several


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Combien de personnes à Gao ?", "14 personnes", True),
        ("Combien de personnes à Gao ?", "ouvert en 2013", False),
        ("Quand le bureau a-t-il ouvert ?", "ouvert en 2013", True),
        ("Quand le bureau a-t-il ouvert ?", "14 personnes", False),
        ("Quelle est l'adresse e-mail de COOPI ?", "CM.MALI@COOPI.ORG", True),
        ("Quelle est l'adresse e-mail de COOPI ?", "des partenaires", False),
        ("Que signifie le sigle ASACO ?", "Association of Community Health (ASACO)", True),
        ("Où se trouve le bureau ?", "le bureau de Gao", True),
        ("Pourquoi partir ?", "n'importe quoi", None),
    ],
)
def test_whether_a_text_holds_the_kind_asked_for(question: str, text: str, expected: bool | None) -> None:
    assert expected == answers_kind(Statement(text, "fr"), understand(question, "fr"))


@given(st.text(max_size=300), st.sampled_from(("fr", "en")))
def test_any_text_is_understood_somehow(text: str, language: Language) -> None:
    asked = understand(text, language)
    assert (text, language) == (asked.text, asked.language)
    assert asked == understand(text, language)
    assert len(set(asked.terms)) == len(asked.terms)
