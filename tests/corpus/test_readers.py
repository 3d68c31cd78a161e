"""Turns small files of every format into checks of what a reader makes of them."""

from __future__ import annotations

import json

import pytest

from assistant.corpus.extract import Extract, Reader
from assistant.corpus.html import read_html
from assistant.corpus.jsonl import read_jsonl
from assistant.corpus.markdown import read_markdown
from assistant.corpus.plain_text import read_plain_text
from assistant.corpus.readers import READERS, extract
from assistant.errors import ReadingError


def headings(extract: Extract) -> list[tuple[int, str]]:
    return [(h.level, extract.text[h.span.start : h.span.end]) for h in extract.headings]


class TestMarkdown:
    def test_markup_goes_and_words_stay(self) -> None:
        source = """# **Titre** `un`

**56**  \nPROJETS et [un lien](http://a.b/c "x") et ![une image](i.png) et *l'eau* ~~non~~ &amp; <b>gras</b>.

> citation

1. premier
2. second
   - dedans

```
code = 1
```

| ville | effectif |
|-------|----------|
| Gao   | 14       |

Souligné
--------
fin\\*
"""
        [extract] = read_markdown(source.encode())
        assert [line for line in extract.text.split("\n") if line] == [
            "Titre un",
            "56 PROJETS et un lien et et l'eau non & gras.",
            "citation",
            "1. premier",
            "2. second",
            "- dedans",
            "code = 1",
            "ville | effectif",
            "Gao: effectif 14",
            "Souligné",
            "fin*",
        ]
        assert headings(extract) == [(1, "Titre un"), (2, "Souligné")]

    def test_front_matter_says_what_the_text_is(self) -> None:
        source = '---\ntitle: "L\'eau au Mali"\ndate: 2024-05-01\nlang: fr\nurl: https://a.b\nautre: x\n---\nCorps.\n'
        [extract] = read_markdown(source.encode())
        assert ("L'eau au Mali", "2024-05-01", "fr", "https://a.b") == (
            extract.title,
            extract.date,
            extract.language,
            extract.url,
        )
        assert extract.text == "Corps."

    def test_a_rule_is_no_front_matter(self) -> None:
        [extract] = read_markdown(b"Avant\n\n---\n\ntitle: x\n\n---\n")
        assert extract.title is None
        assert "title: x" in extract.text

    def test_spaces_without_end_in_the_front_matter_take_no_time(self) -> None:
        [extract] = read_markdown(("---\ntitle: a" + " " * 200_000 + "b\n---\nCorps").encode())
        assert extract.text == "Corps"


class TestPlainText:
    def test_the_text_is_kept_character_for_character(self) -> None:
        text = "  Où ?\n\n\n\tl’eau\u00a0: 12,5\u202f%  \n"
        [extract] = read_plain_text(text.encode())
        assert text == extract.text

    def test_short_lines_above_prose_are_headings(self) -> None:
        prose = "L'UNICEF a ouvert son bureau de zone à Gao en 2013 et compte actuellement 14 personnes sur le terrain."
        text = f"Gao\n\n{prose}\nKayes\n{prose}\n\nActivités\n- eau\n- santé\n"
        [extract] = read_plain_text(text.encode())
        assert headings(extract) == [(1, "Gao"), (1, "Kayes"), (1, "Activités")]

    @pytest.mark.parametrize(
        "line", ["36 projects", "56", "Une phrase.", "- un point", "Financé par :", "en minuscules"]
    )
    def test_figures_sentences_and_items_are_no_headings(self, line: str) -> None:
        prose = "L'UNICEF a ouvert son bureau de zone à Gao en 2013 et compte actuellement 14 personnes sur le terrain."
        [extract] = read_plain_text(f"Début.\n\n{line}\n\n{prose}".encode())
        assert headings(extract) == []


class TestHtml:
    PAGE = """<!DOCTYPE html><html lang="fr"><head><title>L'eau au Mali</title>
<meta property="og:site_name" content="Eau Vive"><script>alert("x")</script></head><body>
<nav><a href="/">Accueil</a> <a href="/dons">Faire un don</a></nav>
<article><h1>L'eau au Mali</h1>
<p>Eau Vive a foré <b>240</b> puits au Niger, où l’été est &laquo;&nbsp;long&nbsp;&raquo; et les écoles fermées.</p>
<h2>Activités</h2><ul><li>forage de puits dans les villages</li><li>formation des comités de gestion</li></ul>
<table><tr><td>Gao</td><td>14</td></tr></table>
<!-- un commentaire secret --><img src="http://evil.example/x.png" onerror="alert(1)"></article>
<footer>Mentions légales du site</footer></body></html>"""

    def test_the_content_stays_and_markup_scripts_and_menus_go(self) -> None:
        [extract] = read_html(self.PAGE.encode())
        assert "Eau Vive a foré 240 puits au Niger, où l’été est" in extract.text
        assert "- forage de puits dans les villages\n- formation des comités de gestion" in extract.text
        assert (2, "Activités") in headings(extract)
        assert extract.title == "L'eau au Mali"
        for gone in ("<", "alert", "secret", "evil", "Accueil"):
            assert gone not in extract.text

    def test_a_page_in_windows_encoding(self) -> None:
        page = self.PAGE.replace("<title>", "<meta charset='windows-1252'><title>")
        assert "où l’été est" in read_html(page.encode("cp1252"))[0].text

    @pytest.mark.parametrize(
        "page",
        [
            b"<html></html>",
            b"<html><body><script>x</script></body></html>",
            b"<div>" * 50_000,
            b"<html><body><!-- only this --></body></html>",
        ],
    )
    def test_a_page_without_readable_text_is_refused_at_once(self, page: bytes) -> None:
        with pytest.raises(ReadingError, match="no text"):
            read_html(page)

    def test_an_external_entity_is_not_fetched(self) -> None:
        page = self.PAGE.replace("<!DOCTYPE html>", "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>")
        [extract] = read_html(page.replace("Activités", "Activités &x;").encode())
        assert "root:" not in extract.text


class TestJsonl:
    def test_one_document_a_line(self) -> None:
        lines = [
            {"_id": "a", "title": " Titre ", "text": "Où ?", "lang": "fr", "url": "https://a.b"},
            {"id": 7, "text": "Second"},
        ]
        first, second = read_jsonl("\n\n".join(json.dumps(line) for line in lines).encode())
        assert ("a", "Titre", "Où ?", "fr", "https://a.b") == (
            first.id,
            first.title,
            first.text,
            first.language,
            first.url,
        )
        assert ("7", None, "Second", None) == (second.id, second.title, second.text, second.language)

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("{", "not JSON"),
            ("[" * 100_000, "not JSON"),
            ("[1]", "not a JSON object"),
            ('{"text": "x"}', "no id"),
            ('{"id": " ", "text": "x"}', "no id"),
            ('{"id": {}, "text": "x"}', "no id"),
            ('{"id": "\\ud800", "text": "x"}', "no id"),
            ('{"id": 1}', "no text"),
            ('{"id": 1, "text": "  "}', "no text"),
            ('{"id": 1, "text": NaN}', "no text"),
            ('{"id": 1, "text": "\\u0000"}', "no text"),
        ],
    )
    def test_a_bad_line_is_named_and_the_others_are_read(self, line: str, problem: str) -> None:
        first, second = read_jsonl(f'{line}\n{{"id": "b", "text": "bon"}}'.encode())
        assert first.problem is not None
        assert problem in first.problem[0]
        assert "line 1" in first.problem[0]
        assert "ligne 1" in first.problem[1]
        assert second.text == "bon"

    def test_escapes_bring_in_no_control_characters_and_no_surrogates(self) -> None:
        [extract] = read_jsonl(
            rb'{"id": "\ud800a\u0000", "title": "\u001b[2Jt", "text": "un\u0000\ud83d texte\r\nl\u009b"}'
        )
        assert ("a", "[2Jt", "un texte\nl") == (extract.id, extract.title, extract.text)

    def test_unusual_line_separators_do_not_cut_a_record(self) -> None:
        [extract] = read_jsonl('{"id": 1, "text": "a\u2028b\x85c"}'.encode())
        assert extract.text == "a\u2028b\x85c"


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0 old",
        b"{\\rtf",
        b"\x00\x01\x02\x03" * 100,
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_every_reader_refuses_empty_broken_and_binary_files(ending: str, data: bytes) -> None:
    if ending == ".eml" or not data.startswith(b"{") or ending == ".rtf":
        with pytest.raises(ReadingError) as raised:
            extract(ending, data)
        assert raised.value.fr != raised.value.en


@pytest.mark.parametrize("reader", [read_html, read_markdown, read_plain_text])
def test_headings_lie_in_the_text_in_order(reader: Reader) -> None:
    page = (
        b"<html><body><article><h1>Un titre</h1><p>" + b"Une phrase assez longue pour rester. " * 5 + b"</p></article>"
    )
    for found in reader(page):
        starts = [h.span.start for h in found.headings]
        assert sorted(starts) == starts
        assert all(found.text[h.span.start : h.span.end].strip() for h in found.headings)
