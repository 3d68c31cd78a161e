"""Turns the bytes of a text file into characters, whatever of the usual encodings they are in.

Knows nothing about formats. UTF-8 is tried first and exactly; what fails it is judged by charset-normalizer
among the encodings that French and English files really come in.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from assistant.errors import ReadingError

CANDIDATES = ["utf_8", "utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be", "cp1252", "mac_roman"]
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = ((b"%PDF-", "PDF"), (b"PK\x03\x04", "ZIP"), (b"\xd0\xcf\x11\xe0", "OLE"), (b"\x89PNG", "PNG"))
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")  # U+0085 is a line end
MAX_CONTROL_SHARE = 0.01
LOOK_BYTES = 4096
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
MOJIBAKE = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
    "|â[\u0080-\u009f€][\u0080-\u00bf\u02dc\u2013-\u2122œžŒ]|Å“"
)


def decode(data: bytes, html: bool = False) -> str:
    """The text of `data` with line ends as "\\n" and control characters removed.

    `html` where the text itself may name its encoding, which counts when it is no UTF-8. Text decoded wrongly
    and stored so ("Ã©") is repaired. Raises ReadingError for an empty or binary file or an unknown encoding.
    """
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise ReadingError(
                en=f"the content is a {name} file, not text",
                fr=f"le contenu est un fichier {name}, pas du texte",
            )
    text = _repaired(_characters(data, _declared(data) if html else None)).replace("\r\n", "\n").replace("\r", "\n")
    controls = CONTROL.findall(text)
    if len(controls) > MAX_CONTROL_SHARE * len(text):
        raise ReadingError(en="the content is binary, not text", fr="le contenu est binaire, pas du texte")
    text = CONTROL.sub("", text) if controls else text
    if not text.strip():
        raise ReadingError(en="the file is empty", fr="le fichier est vide")
    return text


def _declared(data: bytes) -> str | None:
    """The encoding that a page names, if Python knows it; Latin-1 means Windows-1252, as in browsers."""
    named = DECLARED.search(data[:LOOK_BYTES])
    if not named:
        return None
    try:
        name = codecs.lookup(named[1].decode("ascii")).name
    except LookupError:
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else None if name.startswith("utf-16") else name


def _repaired(text: str) -> str:
    """Text whose UTF-8 was once taken for Windows-1252 or the like, as it was meant."""
    if not MOJIBAKE.search(text):
        return text
    from ftfy import fix_encoding

    return "\n".join(fix_encoding(line) if MOJIBAKE.search(line) else line for line in text.split("\n"))


def _characters(data: bytes, declared: str | None = None) -> str:
    unknown = ReadingError(en="its character encoding is not known", fr="son encodage de caractères est inconnu")
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise unknown from None
    try:
        if b"\x00" not in data[:4096]:
            return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            pass
    best = from_bytes(data, cp_isolation=CANDIDATES).best()
    if best is None:
        raise unknown
    return str(best)
