"""Turns a plain text file into an extract whose headings are guessed from the layout of its lines.

Knows nothing about particular documents. The text is kept character for character, unless it is Markdown.
"""

from __future__ import annotations

import re

from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Heading, Options
from assistant.corpus.markdown import read_markdown
from assistant.records import Span
from assistant.text.sentences import is_bullet

LINE = re.compile(r"[^\n]+")
MARKDOWN_HEADING = re.compile(r"^#{2,6} +\S", re.MULTILINE)
MARKDOWN_HEADINGS = 2  # from so many lines like "## Title" on, a text file is Markdown under another name
HEADING_CHARS = 90
PROSE_CHARS = 60  # a line at least this long under a heading after a blank line is prose
UNWRAPPED_CHARS = 100  # longer than any hard-wrapped line: then a short line above it is no wrapped one
FINAL = ".,;:!?…)•"


def read_plain_text(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    """The text as it is, its headings guessed; or read as the Markdown that its headings show it to be."""
    text = decode(data)
    if len(MARKDOWN_HEADING.findall(text)) >= MARKDOWN_HEADINGS:
        return read_markdown(data, options)
    return [Extract(text=text, headings=guess_headings(text))]


def guess_headings(text: str) -> tuple[Heading, ...]:
    """Short lines without final punctuation that stand right above prose or a list, none of them mid-paragraph."""
    lines = [match for match in LINE.finditer(text) if match.group().strip()]
    headings = []
    for previous, line, following in zip([None, *lines], lines, lines[1:], strict=False):
        gap_before = previous is None or "\n" in text[previous.end() + 1 : line.start()]
        gap_after = "\n" in text[line.end() + 1 : following.start()]
        after_prose = previous is not None and len(previous.group()) > UNWRAPPED_CHARS
        if (gap_before or after_prose) and _is_title(line.group()) and _is_body(following.group(), gap_after):
            start = line.start() + len(line.group()) - len(line.group().lstrip())
            headings.append(Heading(1, Span(start, start + len(line.group().strip()))))
    return tuple(headings)


def _is_title(line: str) -> bool:
    line = line.strip()
    return (
        len(line) <= HEADING_CHARS
        and line[-1] not in FINAL
        and not is_bullet(line)
        and (line[0].isupper() or line[0].isdigit() or line[0] in "«“\"'")
        and any(char.isalpha() for char in line)
        and not re.match(r"\d+[.,]?\d*\s*%?\s+[a-zà-ÿ]", line)  # "36 projects": a figure
    )


def _is_body(line: str, after_gap: bool) -> bool:
    if is_bullet(line):
        return True
    return len(line.strip()) >= (PROSE_CHARS if after_gap else UNWRAPPED_CHARS)
