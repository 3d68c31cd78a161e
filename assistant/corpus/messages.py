"""Turns extracts and options into messages between this program and its parser process, and back.

Knows nothing about what either side does with them. A message is JSON with its length in front, so that nothing a
parser says can be run.
"""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import asdict
from typing import Any

from assistant.corpus.extract import Extract, Heading, Options, PageStart
from assistant.records import Span

LENGTH = struct.Struct(">Q")
MAX_MESSAGE_BYTES = 600_000_000


def send(connection: socket.socket, message: dict[str, Any], data: bytes = b"") -> None:
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    connection.sendall(LENGTH.pack(len(body)) + LENGTH.pack(len(data)) + body)
    if data:
        connection.sendall(data)


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """The next message with its bytes; None when the other side has gone or talks nonsense."""
    header = _exactly(connection, 2 * LENGTH.size)
    if header is None:
        return None
    body_length, data_length = LENGTH.unpack_from(header), LENGTH.unpack_from(header, LENGTH.size)
    if max(*body_length, *data_length) > MAX_MESSAGE_BYTES:
        return None
    body, data = _exactly(connection, body_length[0]), _exactly(connection, data_length[0])
    if body is None or data is None:
        return None
    try:
        message = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return (message, bytes(data)) if isinstance(message, dict) else None


def options_as_dict(options: Options) -> dict[str, Any]:
    return {name: getattr(options, name) for name in Options.__slots__ if name != "alive"}


def extract_as_dict(extract: Extract) -> dict[str, Any]:
    return asdict(extract)


def extract_from_dict(record: dict[str, Any]) -> Extract:
    """Raises TypeError, KeyError or ValueError when the record is none of ours."""
    return Extract(
        **{
            **record,
            "headings": tuple(Heading(h["level"], Span(**h["span"]), h["until"]) for h in record["headings"]),
            "pages": tuple(PageStart(**page) for page in record["pages"]),
            "furniture": tuple(Span(**span) for span in record["furniture"]),
            "ocr_pages": tuple(record["ocr_pages"]),
            "warnings": tuple((en, fr) for en, fr in record["warnings"]),
            "problem": tuple(record["problem"]) if record["problem"] else None,
        }
    )


def _exactly(connection: socket.socket, count: int) -> bytearray | None:
    data = bytearray()
    while len(data) < count:
        part = connection.recv(min(1 << 20, count - len(data)))
        if not part:
            return None
        data += part
    return data
