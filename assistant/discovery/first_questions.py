"""Turns what was found in the documents into questions to begin with, kept only when answered with their proof.

Knows nothing about pages. A question is made from a finding; it stays when the answer cites the very stretch that it
was made from, or the same thing said elsewhere, and every quote of the answer is its document's slice.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.assistant import is_exact
from assistant.answering.follow_up.countries import placed
from assistant.discovery.question_words import OFFICE_OPENED, SAY_ABOUT, TEMPLATES
from assistant.discovery.records import Cited, Directory, Kind, Label, Line, Profile
from assistant.errors import InputError
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Answer, Citation, Document, Language
from assistant.text.terms import fold

SHOWN = 6  # questions a language
TRIED = 16  # of each language, at most
TOPICS = 12  # headings that are tried
TOPIC_CHARS = (4, 70)
Ask = Callable[[str, Language], Answer]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the stretches that answer it; without any, whole documents do."""

    text: str
    language: Language
    about: str  # an organisation or a document: the questions shown are about different ones
    proofs: tuple[Cited, ...] = ()
    documents: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """A question with the citation that answered it when it was tried."""

    text: str
    language: Language
    citation: Citation

    @property
    def direction(self) -> str:
        return f"{self.language}→{self.citation.document.language}"


def first_questions(candidates: Sequence[Candidate], ask: Ask) -> Iterator[FirstQuestion]:
    """Those that are answered, as they are found, languages by turns: at most SHOWN in each, from TRIED."""
    waiting = {language: [one for one in candidates if one.language == language][:TRIED] for language in LANGUAGES}
    found: dict[Language, set[tuple[str, int]]] = {language: set() for language in LANGUAGES}
    for turn in itertools.zip_longest(*waiting.values()):
        for candidate in turn:
            if candidate is None or len(found[candidate.language]) == SHOWN:
                continue
            proved = prove(candidate, ask)
            if proved is None:
                continue
            shown = (proved.citation.document.id, proved.citation.span.start)
            if shown not in found[candidate.language]:  # one stretch is the answer to one question
                found[candidate.language].add(shown)
                yield proved


def prove(candidate: Candidate, ask: Ask) -> FirstQuestion | None:
    """The question with its proof; None when the system does not answer it from where it was made."""
    try:
        answer = ask(candidate.text, candidate.language)
    except InputError:
        return None
    if not answer.answered or not answer.citations or not all(map(is_exact, answer.citations)):
        return None
    citation = next((one for one in answer.citations if _answers(one, candidate)), None)
    return FirstQuestion(candidate.text, candidate.language, citation) if citation else None


def _answers(citation: Citation, candidate: Candidate) -> bool:
    if candidate.heading:
        return citation.document.id in candidate.documents and candidate.heading in citation.passage.heading
    if candidate.documents:
        return citation.document.id in candidate.documents
    return any(
        proof.document == citation.document.id
        and proof.span.start < citation.span.end
        and citation.span.start < proof.span.end
        for proof in candidate.proofs
    )


def candidates_of(directory: Directory, documents: Sequence[Document]) -> list[Candidate]:
    """Questions in both languages, those about different organisations and kinds first; then those about headings.

    Every other one is asked across languages where the documents say the thing in the other language only.
    """
    asked: list[Candidate] = []
    for language in LANGUAGES:
        queues = [list(_of_profile(profile, language)) for profile in directory.profiles]
        mixed = [one for turn in itertools.zip_longest(*queues) for one in turn if one is not None]
        across = [one for one in mixed if all(proof.language != language for proof in one.proofs)]
        same = [one for one in mixed if one not in across]
        topics = list(_of_documents(documents, language))
        turns = itertools.zip_longest(same, across, topics if not mixed else [])
        asked += [one for turn in turns for one in turn if one is not None]
        asked += topics if mixed else []
    return list({fold(one.text): one for one in reversed(asked)}.values())[::-1]


def documents_asked_about(index: OpenedIndex) -> list[Document]:
    """The first documents by id: enough for questions about headings."""
    return [index.store.document(identifier) for identifier in index.store.document_ids()[:TOPICS]]


def _of_profile(profile: Profile, language: Language) -> Iterator[Candidate]:
    words = TEMPLATES[language]
    country = next((line.label for line in profile.of(Kind.PLACE)), None)
    for kind, template in words.items():
        lines = profile.of(kind)
        if (
            kind is Kind.PLACE or kind is Kind.SECTOR or kind is Kind.PARTNER
        ):  # a list: one question, proved by any of it
            if lines:
                proofs = tuple(cited for line in lines for cited in line.cited)
                yield Candidate(template.format(organisation=profile.name), language, profile.name, proofs)
            continue
        for line in lines[:3]:
            yield _of_line(profile, line, template, country, language)


def _of_line(profile: Profile, line: Line, template: str, country: Label | None, language: Language) -> Candidate:
    """ "When did MedAid open its office in Gao?": with the place of the line, or the first that is known."""
    label = line.places[0][1] if len(line.places) == 1 else country if line.kind is Kind.SINCE else None
    place = placed(label.said(language), language) if label else ""
    if line.kind is Kind.SINCE and line.places:
        template = OFFICE_OPENED[language]
    text = re.sub(r" {2,}", " ", template.format(organisation=profile.name, place=place))
    return Candidate(re.sub(r" +(?=[\u202f?])", "", text), language, profile.name, line.cited)


def _of_documents(documents: Sequence[Document], language: Language) -> Iterator[Candidate]:
    """About what headings name: as it stands where it is a question itself, else what the documents say about it."""
    for document in documents[:TOPICS]:
        headings = [section.heading[-1] for section in document.sections if section.heading]
        topics = [heading for heading in headings if TOPIC_CHARS[0] <= len(heading) <= TOPIC_CHARS[1]][:2]
        for topic in topics or ([document.title] if len(document.title) <= TOPIC_CHARS[1] else []):
            if topic.rstrip().endswith("?"):
                if document.language == language:
                    yield Candidate(topic, language, document.id, documents=(document.id,))
                continue
            name = topic.strip(" :.")
            heading = topic if topics else ""
            yield Candidate(SAY_ABOUT[language].format(topic=name), language, document.id, (), (document.id,), heading)
