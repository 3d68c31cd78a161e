"""Turns questions, passages and sentences into unit vectors with a sentence-transformers model, or its fast engine.

Knows nothing about FAISS or documents. Only importer of sentence-transformers besides the bundled model's loader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, Int8Unusable, ModelError
from assistant.index.bundled_model import BUNDLED_MODEL_NAME, BundledModel, model_of
from assistant.index.bundled_weights import BUNDLED_SHA256, BundledWeights, find_bundled_file, read_bundled_weights
from assistant.index.int8.graph import GRAPH_VERSION
from assistant.index.int8.model import Int8Model, load_int8_model
from assistant.index.int8.processor import multiplies_int8
from assistant.settings import AUTO, BUNDLED, INT8, TORCH, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from assistant.index.int8.named import NamedInt8Model

Vectors = NDArray[np.float32]
E5_PREFIXES = ("query: ", "passage: ")
BATCH_CHARS = 4_000
INT8_ENGINE = f"{INT8}.{GRAPH_VERSION}"


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What must be equal for a vector to be taken for that of a text. `engine` is what passages were embedded with,
    with the number of its graph."""

    name: str
    revision: str
    dimension: int
    query_prefix: str
    passage_prefix: str
    engine: str = TORCH

    def may_ask(self, passages: ModelIdentity) -> bool:
        """True when questions of this model may be compared with those passages: the engine may be another, since
        the same text has a cosine of 0.999 between engines and ranking is the same within half a point of nDCG."""
        return replace(self, engine="") == replace(passages, engine="")


class Encoder(Protocol):
    """What the index and retrieval need of a model; tests put a small one with meaning in its place."""

    @property
    def identity(self) -> ModelIdentity: ...

    def count_tokens(self, text: str) -> int: ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension), float32."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors, shape (len(texts), dimension), float32; `progress` is told how many are done."""
        ...


class SentenceTransformerEncoder:
    """An `Encoder` over a sentence-transformers model."""

    def __init__(
        self,
        model: SentenceTransformer,
        identity: ModelIdentity,
        batch_size: int,
        notice: AssistantError | None = None,
    ) -> None:
        self.model = model
        self.notice = notice  # why it stands in for the fast one, if it does
        self._identity = identity
        self._batch_size = batch_size

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def count_tokens(self, text: str) -> int:
        return len(self.model.tokenizer.encode(text, add_special_tokens=False, verbose=False))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        prefixed = [self._identity.query_prefix + text for text in texts]
        return _encode(self.model, self._identity.dimension, prefixed, self._batch_size)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        prefixed = [self._identity.passage_prefix + text for text in texts]
        return _encode(self.model, self._identity.dimension, prefixed, self._batch_size, progress)


class Int8Encoder:
    """The `Encoder` over a model's eight-bit network; the bundled one's loads neither torch nor
    sentence-transformers."""

    def __init__(self, int8: Int8Model | NamedInt8Model, identity: ModelIdentity) -> None:
        self.int8 = int8
        self._identity = identity

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def count_tokens(self, text: str) -> int:
        return len(self.int8.tokenizer.encode(text, add_special_tokens=False))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self._identity.query_prefix + text for text in texts], None)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self._encode([self._identity.passage_prefix + text for text in texts], progress)

    def _encode(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> Vectors:
        vectors = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))  # no thread is left with a long one at the end
        for place, vector in zip(order, self.int8.encode([texts[i] for i in order]), strict=True):
            vectors[place] = vector
            if progress:
                progress(1)
        return checked(vectors)


class BundledEncoder:
    """The `Encoder` over the bundled model: a sentence-transformers model for passages, which loads when the first
    passage comes; questions go through the same network and tokenizer at once."""

    def __init__(
        self, bundled: BundledModel, identity: ModelIdentity, batch_size: int, notice: AssistantError | None = None
    ) -> None:
        self.bundled = bundled
        self.notice = notice  # why it stands in for the fast one, if it does
        self._identity = identity
        self._batch_size = batch_size

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    @cached_property
    def model(self) -> SentenceTransformer:
        return self.bundled.sentence_transformer()

    def count_tokens(self, text: str) -> int:
        return len(self.bundled.tokenizer.encode(text, add_special_tokens=False))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return checked(self.bundled.encode([self._identity.query_prefix + text for text in texts]))

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        prefixed = [self._identity.passage_prefix + text for text in texts]
        return _encode(self.model, self._identity.dimension, prefixed, self._batch_size, progress)


def _encode(
    model: SentenceTransformer,
    dimension: int,
    texts: Sequence[str],
    batch_size: int,
    progress: Callable[[int], None] | None = None,
) -> Vectors:
    vectors = np.zeros((len(texts), dimension), dtype=np.float32)
    for batch in batches(texts, batch_size):
        vectors[batch] = model.encode([texts[i] for i in batch], normalize_embeddings=True, show_progress_bar=False)
        if progress:
            progress(len(batch))
    return checked(vectors)


def batches(texts: Sequence[str], batch_size: int) -> Iterator[list[int]]:
    """Places of the texts, longest first, so that a batch holds texts of one length and little padding is computed;
    fewer of long ones, so that what the network holds at once stays near the processor."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    start = 0
    while start < len(order):
        many = max(1, min(batch_size, BATCH_CHARS // max(1, len(texts[order[start]]))))
        yield order[start : start + many]
        start += many


def checked(vectors: Vectors) -> Vectors:
    """The same vectors. Raises ModelError when one is not finite or not of unit length: FAISS would rank it first."""
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.isfinite(vectors).all() or (np.abs(lengths - 1) > 1e-3).any():
        raise ModelError(
            en="The embedding model gave an unusable vector; nothing was stored. Try another model.",
            fr="Le modèle a produit un vecteur inutilisable ; rien n'a été enregistré. Essayez un autre modèle.",
        )
    return vectors


def load_encoder(settings: Settings) -> SentenceTransformerEncoder | BundledEncoder | Int8Encoder:
    """The encoder that the settings name. Raises ModelError when it cannot be loaded or was altered."""
    if settings.model == BUNDLED:
        return _load_bundled(settings, read_bundled_weights(find_bundled_file()))
    return _with_engine(settings, _load_named(settings.model))


def _with_engine(settings: Settings, model: SentenceTransformer) -> SentenceTransformerEncoder | Int8Encoder:
    """With the engine that is set, for models that the fast one can compute."""
    prefixes = (model.prompts.get("query") or "", model.prompts.get("document") or "")
    dimension = int(model.get_embedding_dimension() or 0)
    identity = _identity(settings, settings.model, _revision(model), dimension, prefixes)
    notice: AssistantError | None = None
    if _wants_int8(settings):
        from assistant.index.int8.named import int8_of

        try:
            fast = int8_of(model)
        except Int8Unusable as error:
            fast, notice = None, error
        if fast:
            return Int8Encoder(fast, replace(identity, engine=INT8_ENGINE))
    return SentenceTransformerEncoder(model, identity, settings.batch_size, notice)


def _load_bundled(settings: Settings, weights: BundledWeights) -> BundledEncoder | Int8Encoder:
    """With the engine that is set; where the fast one cannot run, with the exact one, which says so."""
    identity = _identity(settings, BUNDLED_MODEL_NAME, BUNDLED_SHA256, weights.shape.hidden, E5_PREFIXES)
    notice: AssistantError | None = None
    if _wants_int8(settings):
        try:
            return Int8Encoder(load_int8_model(weights), replace(identity, engine=INT8_ENGINE))
        except Int8Unusable as error:
            notice = error
    return BundledEncoder(model_of(weights), identity, settings.batch_size, notice)


def _wants_int8(settings: Settings) -> bool:
    return settings.engine == INT8 or (settings.engine == AUTO and multiplies_int8())


def notice_of(encoder: Encoder) -> AssistantError | None:
    """What whoever loaded the encoder should tell, once."""
    return encoder.notice if isinstance(encoder, BundledEncoder | SentenceTransformerEncoder) else None


def _identity(settings: Settings, name: str, revision: str, dimension: int, own: tuple[str, str]) -> ModelIdentity:
    query, passage = settings.query_prefix, settings.passage_prefix
    return ModelIdentity(
        name=name,
        revision=revision,
        dimension=dimension,
        query_prefix=own[0] if query is None else query,
        passage_prefix=own[1] if passage is None else passage,
    )


def _load_named(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True})
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError):
        raise ModelError(
            en=f"The model {name!r} could not be loaded: check its name or folder in the setting 'model'.",
            fr=f"Le modèle {name!r} n'a pas pu être chargé : vérifiez son nom ou son dossier dans le réglage 'model'.",
        ) from None


def _revision(model: SentenceTransformer) -> str:
    """A hash over the first weights of every tensor: another revision of the same name is another model."""
    import hashlib

    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode() + tensor.flatten()[:64].double().numpy().tobytes())
    return digest.hexdigest()
