"""Turns a record into a Markdown file, and such a file back into the claims it makes.

Knows nothing about the index. Everything said by a document is escaped: no heading, link, image or HTML can come of it.
"""

from __future__ import annotations

import re

from assistant.web.export.lines import Claim, about, claim_of, facts, heading_of, plain, quoted, unquoted
from assistant.web.export.record import Exported
from assistant.web.strings import STRINGS

SPECIAL = re.compile(
    r"([\\`*_{}\[\]<>#|~$!&@])|(?<=\w)(:)(?=//)|(?<=www)(\.)|^(\s*)([-+=])|^(\s*\d+)([.)])", re.MULTILINE
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
HEADING = re.compile(r"^### \\\[(\d{1,4})\\\] ")
FACT = re.compile(r"^- \*\*(?P<label>[^*]+?)\*\*\s?: (?P<value>.*)$")


def to_markdown(record: Exported) -> str:
    strings = STRINGS[record.language]
    colon = " :" if record.language == "fr" else ":"
    lines = [f"# {escaped(plain(record.question))}", ""]
    lines += [f"- **{label}**{colon} {escaped(value)}" for label, value in about(record)]
    if not record.answered:
        lines += ["", f"**{strings.abstention}**", "", escaped(plain(record.said))]
    for topic, values in record.disagreements:
        lines += ["", f"**{strings.disagreement}** – {escaped(plain(topic))}", ""]
        known = {source.number: source for source in record.sources}
        for value, number in values:
            source = known.get(number)
            when = f" ({escaped(plain(source.date))})" if source and source.date else ""
            lines.append(f"- {escaped(plain(value))} \\[{number}\\]{when}")
    lines += ["", f"## {strings.sources if record.answered else strings.nearest}"]
    for source in record.sources:
        lines += ["", f"### {escaped(heading_of(source))}", ""]
        lines += [f"> {line}".rstrip() for line in escaped(quoted(source.quote, record.language)).split("\n")]
        lines += ["", *(f"- **{label}**{colon} {escaped(value)}" for label, value in facts(source, record.language))]
    return "\n".join([*lines, "", f"_{strings.export_note}_", ""])


def claims_of_markdown(text: str) -> list[Claim | None]:
    """What each source of the file claims, None for one that cannot be checked."""
    claims: list[Claim | None] = []
    number, quote, said = 0, [""][:0], dict[str, str]()

    def close() -> None:
        if number:
            claims.append(claim_of(number, unquoted("\n".join(quote)), said))

    for line in text.replace("\r\n", "\n").split("\n"):
        heading = HEADING.match(line)
        if heading:
            close()
            number, quote, said = int(heading[1]), [], {}
        elif line.startswith(">"):
            quote.append(unescaped(line[1:].removeprefix(" ")))
        elif (fact := FACT.match(line)) is not None:
            said[fact["label"].strip()] = unescaped(fact["value"]).strip()
    close()
    return claims


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return SPECIAL.sub(_escape, text)


def unescaped(text: str) -> str:
    return ESCAPED.sub(r"\1", text)


def _escape(match: re.Match[str]) -> str:
    if match[5]:
        return f"{match[4]}\\{match[5]}"
    if match[7]:
        return f"{match[6]}\\{match[7]}"
    return f"\\{match.group()}"
