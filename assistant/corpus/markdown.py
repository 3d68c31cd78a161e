"""Turns a Markdown file into clean text with headings: markup goes, words stay.

Knows nothing about other formats. Only importer of markdown-it. A line break inside a paragraph is a space, as
CommonMark has it, so that "**56**  \\nPROJETS" reads "56 PROJETS".
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder
from assistant.corpus.rows import add_table

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
FIELD = re.compile(r"^(title|titre|date|lang|language|organisation|url):[ \t]*(\S.*)$", re.MULTILINE)


def read_markdown(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    text = decode(data)
    front = FRONT_MATTER.match(text)
    fields = {name: value.strip().strip("\"'") for name, value in FIELD.findall(front[1])} if front else {}
    builder = markdown_text(text[front.end() :] if front else text)
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=fields.get("title") or fields.get("titre"),
            date=fields.get("date"),
            language=fields.get("lang") or fields.get("language"),
            organisation=fields.get("organisation"),
            url=fields.get("url"),
        )
    ]


def markdown_text(source: str) -> TextBuilder:
    """The visible text of Markdown source, block by block."""
    builder = TextBuilder()
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(source)
    marker, tight, rows = "", False, list[list[str]]()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "list_item_open":
            marker, tight = f"{token.info}{token.markup} " if token.info else "- ", True
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            add_table(builder, rows, heads=1)
        elif token.type in {"fence", "code_block"}:
            builder.add(token.content)
        elif token.type == "inline" and before is not None:
            if before.type in {"td_open", "th_open"}:
                rows[-1].append(_inline_text(token))
                continue
            level = int(before.tag[1]) if before.type == "heading_open" else None
            inside_item = bool(marker)
            builder.add(marker + _inline_text(token), heading_level=level, tight=inside_item and tight)
            marker = ""
    return builder


def _inline_text(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return re.sub(r" {2,}", " ", "".join(parts)).strip()
