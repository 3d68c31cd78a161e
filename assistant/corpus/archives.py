"""Turns the bytes of a packed file (DOCX, PPTX, XLSX, ODT, EPUB) into an archive that is safe to open, or refuses it.

Knows nothing about what the members mean. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from assistant.corpus.extract import Options
from assistant.errors import ReadingError

MAX_RATIO = 150  # of what is unpacked to what is packed; text and XML reach 20
SMALL_BYTES = 20_000_000  # below it a high ratio does no harm
ENCRYPTED = 0x1
DOCTYPE = re.compile(
    rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)", re.IGNORECASE
)
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def opened_archive(data: bytes, options: Options) -> zipfile.ZipFile:
    """The archive, after its list of members has been looked at. Raises ReadingError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _damaged() from None
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > options.max_archive_entries:
        raise _refused("it packs too many files", "il contient trop de fichiers")
    if len(set(names)) < len(names):
        raise _refused("it packs two files of one name", "il contient deux fichiers de même nom")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise _refused("it is protected by a password", "il est protégé par un mot de passe")
    if any(_leaves(name) for name in names):
        raise _refused(
            "it packs files that would leave its folder", "il contient des fichiers qui sortiraient du dossier"
        )
    size = sum(member.file_size for member in members)
    if size > options.max_expanded_mb * 1_000_000 or (size > SMALL_BYTES and size > MAX_RATIO * len(data)):
        raise _refused(
            f"unpacked it would be {size // 1_000_000} MB, too much for its size or for max_expanded_mb",
            f"décompressé il ferait {size // 1_000_000} Mo, trop pour sa taille ou pour max_expanded_mb",
        )
    packed = sum(member.compress_size for member in members)
    if packed > len(data):
        raise _refused("its parts overlap", "ses parties se chevauchent")
    return archive


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member. Raises ReadingError when it is missing or damaged."""
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise _damaged() from None


def office_file(data: bytes, options: Options) -> io.BytesIO:
    """A DOCX, PPTX or XLSX without document types, in the ordinary namespaces. Raises ReadingError."""
    archive = opened_archive(data, options)
    contents = {name: member(archive, name) for name in archive.namelist() if not name.endswith("/")}
    texts = {name: content for name, content in contents.items() if name.endswith((".xml", ".rels"))}
    if any(DOCTYPE.search(content) for content in texts.values()):
        raise _refused("it declares XML entities", "il déclare des entités XML")
    if not any(STRICT.search(content) for content in texts.values()):
        return io.BytesIO(data)
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as copy:
        for name, content in contents.items():
            copy.writestr(name, STRICT.sub(TRANSITIONAL, content) if name in texts else content)
    rewritten.seek(0)
    return rewritten


def damaged_office_file() -> ReadingError:
    return _damaged()


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name


def _damaged() -> ReadingError:
    return ReadingError(
        en="it is damaged or incomplete; save it again from its program",
        fr="il est endommagé ou incomplet ; enregistrez-le à nouveau depuis son logiciel",
    )


def _refused(en: str, fr: str) -> ReadingError:
    return ReadingError(
        en=f"{en}; save it again from its program and try that", fr=f"{fr} ; enregistrez-le à nouveau et réessayez"
    )
