"""Turns the first bytes of a file into what it really is, and refuses it where its name says something else.

Knows nothing about what is inside. Text formats have no signature; `decoding` refuses binary content for them.
"""

from __future__ import annotations

import re

from assistant.errors import ReadingError

ZIP, OLE, PDF, RTF = "ZIP", "OLE", "PDF", "RTF"
PACKED = frozenset({".docx", ".pptx", ".xlsx", ".odt", ".epub"})
EXPECTED = {".pdf": PDF, ".rtf": RTF, **dict.fromkeys(PACKED, ZIP)}
LOOK_BYTES = 1024  # a PDF may begin with some bytes of something else
STARTS = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0", OLE),
    (b"{\\rtf", RTF),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)", re.IGNORECASE)


def check_signature(ending: str, data: bytes) -> None:
    """Raises ReadingError when the content is not what files of this ending hold."""
    expected = EXPECTED.get(ending)
    found = kind_of(data)
    if expected is None or found == expected:
        return
    if found == OLE and ending in PACKED:
        raise ReadingError(
            en="it is protected by a password, or in an old format; save it as a new file without password",
            fr="il est protégé par un mot de passe ou dans un ancien format ; enregistrez-le sans mot de passe",
        )
    what = found or "unknown"
    raise ReadingError(
        en=f"its name ends in {ending} but its content is no {expected} file ({what}); give it its right name",
        fr=f"son nom finit par {ending} mais son contenu n'est pas un fichier {expected} ({found or 'inconnu'}) ; "
        "donnez-lui le bon nom",
    )


def kind_of(data: bytes) -> str | None:
    """What the bytes begin like; None for text and for what is not known."""
    kind = next((kind for start, kind in STARTS if data.startswith(start)), None)
    if kind:
        return kind
    if b"%PDF-" in data[:LOOK_BYTES]:
        return PDF
    return "HTML" if HTML.match(data[:LOOK_BYTES]) else None
