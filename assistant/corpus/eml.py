"""Turns an e-mail or a page saved as MHTML into text: who wrote to whom and when, and the body.

Knows nothing about mail servers. Read with the standard library's email package; attachments are named in a warning and
not read.
"""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder, hidden_note
from assistant.corpus.html import read_page
from assistant.corpus.html_tree import add_page
from assistant.errors import ReadingError

HEADERS = ("From", "To", "Cc", "Date")
MAX_PARTS = 500


def read_eml(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    message = _parsed(data)
    builder = TextBuilder()
    subject = _header(message, "Subject")
    if subject:
        builder.add(subject, heading_level=1)
    for number, name in enumerate(name for name in HEADERS if _header(message, name)):
        builder.add(f"{name}: {_header(message, name)}", tight=number > 0)
    hidden = _add_body(message, builder)
    names = [part.get_filename() or "?" for part in _parts(message) if part.is_attachment()]
    attached = ", ".join(" ".join(name.split()) for name in names)
    notes = [(f"attachments not read: {attached}", f"pièces jointes non lues : {attached}")] if names else []
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=subject or None,
            date=_date(message),
            warnings=(*notes, *hidden_note(hidden)),
        )
    ]


def read_mhtml(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    """The page of the archive; its pictures and style sheets are passed over."""
    for part in _parts(_parsed(data)):
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            return [read_page(_text(part, html=True))]
    raise ReadingError(en="it holds no page", fr="il ne contient pas de page")


def _parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise ReadingError(en="it is no message: it has no header", fr="ce n'est pas un message : il n'a pas d'en-tête")
    return message


def _parts(message: EmailMessage) -> list[EmailMessage]:
    walked = (part for number, part in enumerate(message.walk()) if number < MAX_PARTS)
    return [part for part in walked if isinstance(part, EmailMessage)]


def _add_body(message: EmailMessage, builder: TextBuilder) -> int:
    """Append the plain text, else the HTML made plain; the number of its hidden characters."""
    body = message.get_body(("plain", "html"))
    if not isinstance(body, EmailMessage):
        return 0
    is_html = body.get_content_type() == "text/html"
    try:
        text = _text(body, html=is_html)
    except ReadingError:
        return 0
    if not is_html:
        for paragraph in text.split("\n\n"):
            builder.add(paragraph)
        return 0
    return add_page(text, builder)


def _text(part: EmailMessage, html: bool) -> str:
    """The part's characters by its own word for the encoding, else by looking at them."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset:
        try:
            return decode(data.decode(charset).encode())
        except (LookupError, UnicodeError):
            pass
    return decode(data, html=html)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # headers that the standard library trips over
        return ""


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError):
        return None
