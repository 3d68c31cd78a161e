"""Turns the pieces of the bundled model's vocabulary into its tokenizer, and texts into rows of token ids.

Knows nothing about files or networks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

MAX_TOKENS = 512
BOS, PAD, EOS = 0, 1, 2
_CONTROL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Identical ids to the published tokenizer's; special tokens are added by `id_rows`."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            # "</s>" in a document is text, never a command to the model
            *(normalizers.Replace(mark, mark.replace("<", "< ")) for mark in _CONTROL_PIECES),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    return tokenizer


def id_rows(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """The ids of each text between its marks, cut to what the network reads."""
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [[BOS, *one.ids[: MAX_TOKENS - 2], EOS] for one in encoded]
