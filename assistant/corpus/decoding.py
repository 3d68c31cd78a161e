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


def decode(data: bytes) -> str:
    """The text of `data` with line ends as "\\n" and control characters removed.

    Raises ReadingError for an empty file, a binary one and bytes in no known encoding.
    """
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise ReadingError(
                en=f"the content is a {name} file, not text",
                fr=f"le contenu est un fichier {name}, pas du texte",
            )
    text = _characters(data).replace("\r\n", "\n").replace("\r", "\n")
    controls = CONTROL.findall(text)
    if len(controls) > MAX_CONTROL_SHARE * len(text):
        raise ReadingError(en="the content is binary, not text", fr="le contenu est binaire, pas du texte")
    text = CONTROL.sub("", text) if controls else text
    if not text.strip():
        raise ReadingError(en="the file is empty", fr="le fichier est vide")
    return text


def _characters(data: bytes) -> str:
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
    best = from_bytes(data, cp_isolation=CANDIDATES).best()
    if best is None:
        raise unknown
    return str(best)
