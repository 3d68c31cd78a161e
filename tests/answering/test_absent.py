"""Checks that what is not indexed is named as what it is."""

from __future__ import annotations

import pytest

from assistant.answering.absent import word_absent
from assistant.records import Language


@pytest.mark.parametrize(
    ("subject", "question", "language", "said"),
    [
        ("2031", "Combien de projets en 2031 ?", "fr", "l'année 2031"),
        ("2031", "How many projects in 2031?", "en", "the year 2031"),
        ("ndjamena", "Que fait l'UNICEF à Ndjamena ?", "fr", "ce lieu : Ndjamena"),
        ("oxfam", "Where does OXFAM work?", "en", "this organisation: OXFAM"),
        ("norvik", "What does the annual report of Norvik say?", "en", "matches “Norvik”"),
        ("norvik", "Que dit le rapport de Norvik ?", "fr", "« Norvik »"),
        ("zorgland", "Qui est Zorgland ?", "fr", "ne mentionnent pas : Zorgland"),
        ("missing", "Nothing of it here", "en", "do not mention: missing"),
    ],
)
def test_a_missing_year_place_organisation_or_document_is_named_as_such(
    subject: str, question: str, language: Language, said: str
) -> None:
    assert said in word_absent(subject, question, language)
