"""Turns sources.toml into what its writer says about each file: title, organisation, language, date, URL.

Knows nothing about the files themselves. A folder without sources.toml is a folder of which nothing is said.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import CorpusError
from assistant.records import Language

SOURCES_FILE = "sources.toml"


class Source(BaseModel):
    """What is said about one file; every field but the path is optional and outweighs the file's own word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    title: str | None = None
    organisation: str | None = None
    language: Language | None = None
    date: str | None = None
    url: str | None = None
    translation_of: str | None = None


class _Sources(BaseModel):
    """The whole file: nothing but [[document]] entries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: tuple[Source, ...] = ()


def read_sources(folder: Path) -> dict[str, Source]:
    """Sources by path relative to the folder. Raises CorpusError with the entry and the field that is wrong."""
    path = folder / SOURCES_FILE
    if not path.is_file():
        return {}
    try:
        sources = _Sources.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).document
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CorpusError(
            en=f"{SOURCES_FILE} is not valid TOML ({error}); mend it and try again.",
            fr=f"{SOURCES_FILE} n'est pas du TOML valide ({error}) ; corrigez-le et recommencez.",
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CorpusError(
            en=f"{SOURCES_FILE}: {where!r} is wrong ({first['msg']}); mend it and try again.",
            fr=f"{SOURCES_FILE} : {where!r} est incorrect ({first['msg']}) ; corrigez-le et recommencez.",
        ) from None
    return {source.path: source for source in sources}
