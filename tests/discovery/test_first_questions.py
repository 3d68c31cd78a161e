"""Turns answers that are right, missing or about something else into checks of which first questions are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.assistant import Assistant, is_exact
from assistant.discovery.first_questions import (
    SHOWN,
    TRIED,
    Candidate,
    candidates_of,
    documents_asked_about,
    first_questions,
    prove,
)
from assistant.discovery.organisations import directory_of
from assistant.discovery.records import Cited
from assistant.errors import InputError
from assistant.records import LANGUAGES, Answer, Language, Span
from tests.web.made import ANSWER, FRENCH

QUOTE = ANSWER.citations[0]
PROOF = Cited(FRENCH.id, "fr", QUOTE.span, QUOTE.quote)
CANDIDATE = Candidate("Combien ?", "fr", "UNICEF", (PROOF,))


def asked(answer: Answer) -> list[str]:
    found = prove(CANDIDATE, lambda question, language: answer)
    return [found.text] if found else []


def test_a_question_stays_when_its_own_stretch_answers_it() -> None:
    assert ["Combien ?"] == asked(ANSWER)


def test_an_abstention_or_an_answer_without_citation_is_none() -> None:
    assert [] == asked(replace(ANSWER, answered=False))
    assert [] == asked(replace(ANSWER, citations=()))


def test_a_quote_that_is_no_slice_is_none() -> None:
    assert [] == asked(replace(ANSWER, citations=(replace(QUOTE, quote="L'équipe de Gao compte 41 personnes."),)))


def test_an_answer_from_elsewhere_is_none() -> None:
    start = FRENCH.text.index("Elle couvre")
    elsewhere = replace(QUOTE, quote=FRENCH.text[start : start + 11], span=Span(start, start + 11))
    assert [] == asked(replace(ANSWER, citations=(elsewhere,)))


def test_a_question_that_cannot_be_asked_is_none() -> None:
    def ask(question: str, language: Language) -> Answer:
        raise InputError(en="Too long.", fr="Trop long.")

    assert prove(CANDIDATE, ask) is None


def test_no_more_than_so_many_are_tried_and_shown() -> None:
    tried: list[str] = []

    def ask(question: str, language: Language) -> Answer:
        tried.append(question)
        return replace(ANSWER, answered=False)

    many = [replace(CANDIDATE, text=f"{number} ?") for number in range(2 * TRIED)]
    assert [] == list(first_questions(many, ask))
    assert len(tried) == TRIED
    # one stretch is shown once, however many questions it answers
    assert len(list(first_questions(many, lambda question, language: ANSWER))) == 1 < SHOWN


@pytest.fixture(scope="module")
def proposed(real_corpus_assistant: Assistant) -> list[Candidate]:
    index = real_corpus_assistant.index
    return candidates_of(directory_of(index), documents_asked_about(index))


def test_candidates_are_of_both_languages_and_each_once(proposed: list[Candidate]) -> None:
    for language in LANGUAGES:
        texts = [one.text for one in proposed if one.language == language]
        assert len(texts) >= 10
        assert len(texts) == len(set(texts))
        assert not [text for text in texts if "  " in text or "{" in text]


def test_what_is_kept_over_the_repositorys_documents_is_proved(
    real_corpus_assistant: Assistant, proposed: list[Candidate]
) -> None:
    kept = list(first_questions(proposed[:12], lambda text, language: real_corpus_assistant.ask(text, language)))
    assert kept
    for one in kept:
        assert is_exact(one.citation)
        again = real_corpus_assistant.ask(one.text, one.language)
        assert again.answered
        assert one.citation.quote in [citation.quote for citation in again.citations]


@pytest.mark.real_model
def test_every_question_shown_is_answered_with_a_citation_by_the_real_model(tmp_path_factory: pytest.TempPathFactory,
                                                                             real_corpus: object) -> None:  # fmt: skip
    from pathlib import Path

    from assistant.answering.assistant import open_assistant
    from assistant.index.build import build_index
    from assistant.index.embedding import load_encoder
    from assistant.settings import load_settings

    settings = load_settings()
    encoder = load_encoder(settings)
    folder = tmp_path_factory.mktemp("first") / "index"
    build_index(Path(str(real_corpus)), folder, encoder, settings)
    assistant = open_assistant(folder, settings, encoder)
    candidates = candidates_of(directory_of(assistant.index), documents_asked_about(assistant.index))
    kept = list(first_questions(candidates, lambda text, language: assistant.ask(text, language)))
    assert {"en→en", "fr→fr"} <= {one.direction for one in kept}
    assert {"en→fr", "fr→en"} & {one.direction for one in kept}
    for one in kept:
        again = assistant.ask(one.text, one.language)
        assert again.answered
        assert all(map(is_exact, again.citations))
