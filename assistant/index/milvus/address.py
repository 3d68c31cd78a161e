"""Turns the setting `store` into the address of a Milvus and the name that our collections have there, or into none.

Knows nothing about Milvus itself. Also keeps, beside the generations, the address they are found at, and in each
generation the name of its collections.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings import LOCAL

SCHEME = "milvus:"
NAME = "assistant"  # the alias of the generation in force, unless another follows a #
WHERE = "STORE"  # file of the index folder: the address that its generations are found at
COLLECTIONS = "milvus.json"  # file of a generation: what its collections begin with
PASSAGES, SENTENCES, FILES = "passages", "sentences", "files"


@dataclass(frozen=True, slots=True)
class Address:
    """`uri` is http(s)://host:port or the path of a Milvus Lite file; `name` the alias and what collections begin
    with."""

    uri: str
    name: str = NAME

    @property
    def said(self) -> str:
        """How messages call it: a host, or the name of a file without its folder."""
        return self.uri if "://" in self.uri else Path(self.uri).name

    def is_ours(self, collection: str) -> bool:
        return bool(
            re.fullmatch(rf"{self.name}_gen_\d{{6,}}_[0-9a-f]{{8}}_({PASSAGES}|{SENTENCES}|{FILES})", collection)
        )


def read_address(store: str) -> Address | None:
    """None for the folder itself. Raises SettingsError for what is neither."""
    if store == LOCAL:
        return None
    uri, _, name = store.removeprefix(SCHEME).partition("#")
    name = name or NAME
    remote = re.fullmatch(r"https?://[^\s/@]+(/\S*)?", uri)
    if not store.startswith(SCHEME) or not (remote or ("://" not in uri and re.search(r"[^/\s]\.db$", uri))):
        raise SettingsError(
            en=f"{store!r} is no store: write 'local', 'milvus:http://HOST:19530' or 'milvus:FILE.db'.",
            fr=f"{store!r} n'est pas un magasin : écrivez 'local', 'milvus:http://HÔTE:19530' ou 'milvus:FICHIER.db'.",
        )
    if not re.fullmatch(r"[A-Za-z_]\w{0,63}", name, re.ASCII):
        raise SettingsError(
            en=f"{name!r} cannot name collections: use letters, digits and underscores, a letter first.",
            fr=f"{name!r} ne peut pas nommer des collections : lettres, chiffres et tirets bas, une lettre d'abord.",
        )
    return Address(uri if remote else str(Path(uri).absolute()), name)


def remember(index_folder: Path, address: Address) -> None:
    said = f"{SCHEME}{address.uri}#{address.name}\n"
    path = index_folder / WHERE
    if not path.exists() or path.read_text(encoding="utf-8") != said:
        path.write_text(said, encoding="utf-8")


def remembered(index_folder: Path) -> Address | None:
    try:
        return read_address((index_folder / WHERE).read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None


def store_of(generation: Path) -> str:
    """Where a generation's vectors and terms are, as the setting `store` would say it."""
    address = remembered(generation.parent) if collections_of(generation) else None
    if address is None:
        return LOCAL
    return f"{SCHEME}{address.said}" + (f"#{address.name}" if address.name != NAME else "")


def name_collections(folder: Path, address: Address) -> str:
    """What the collections of a generation in the making begin with, written into it; never given twice."""
    generation = folder.name.removesuffix(".tmp").replace("-", "_")
    name = f"{address.name}_{generation}_{secrets.token_hex(4)}"
    (folder / COLLECTIONS).write_text(json.dumps({"collections": name}), encoding="utf-8")
    return name


def collections_of(folder: Path) -> str:
    """Empty where the generation is not in Milvus."""
    try:
        return str(json.loads((folder / COLLECTIONS).read_text(encoding="utf-8"))["collections"])
    except (FileNotFoundError, NotADirectoryError):
        return ""
