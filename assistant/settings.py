"""Turns defaults, an optional assistant.toml and ASSISTANT_* variables into one frozen set of settings.

Knows nothing about what the settings are used for.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

SETTINGS_FILE = "assistant.toml"
BUNDLED = "bundled"
OFF = "off"
LOCAL = "local"
AUTO, TORCH, INT8 = "auto", "torch", "int8"
PREFIX = "ASSISTANT_"
TRACEBACK_VARIABLE = "ASSISTANT_TRACEBACK"  # shows developers what an internal error was
KILL_VARIABLE = "ASSISTANT_KILL_AT"  # crash tests only: where a build kills itself


class Settings(BaseSettings):
    """Everything a user can set. An unknown name or a wrong type is refused with the name of the setting."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file=SETTINGS_FILE, extra="forbid", frozen=True)

    model: str = Field(BUNDLED, description="the embedding model: 'bundled', a hub name or a folder")
    engine: Literal["auto", "torch", "int8"] = Field(
        "auto",
        description="how the bundled models are computed: 'int8' (fast), 'torch' (exact) or 'auto'",
    )
    store: str = Field(
        LOCAL,
        min_length=1,
        description="where vectors and terms are kept: 'local', or 'milvus:URI' (see docs/cluster.md)",
    )
    store_token: str = Field("", repr=False, description="user:password or token for that Milvus, if it wants one")
    query_prefix: str | None = Field(None, description="put before a question; unset: the model's own")
    passage_prefix: str | None = Field(None, description="put before a passage; unset: the model's own")
    passage_tokens: int = Field(240, ge=32, le=8192, description="longest passage, in the model's tokens")
    batch_size: int = Field(16, ge=1, le=1024, description="passages embedded at once")
    candidates: int = Field(30, ge=1, le=1000, description="passages taken from each ranked list")
    passages_weighed: int = Field(10, ge=1, le=200, description="passages whose sentences are weighed")
    passages_read: int = Field(4, ge=1, le=100, description="of these, passages that the evidence model reads")
    evidence_model: str = Field(
        BUNDLED, description="reads question and passage together: 'bundled', 'off' or a cross-encoder"
    )
    answer_threshold: float | None = Field(
        None, ge=0, le=1, description="answer from this confidence on; unset: the calibrated one"
    )
    max_question_chars: int = Field(2000, ge=1, le=100_000, description="longest question")
    ocr: bool = Field(False, description="read scanned pages with Tesseract, if it is installed")
    ocr_dots_per_inch: int = Field(250, ge=100, le=600, description="how finely scanned pages are drawn for it")
    ocr_page_timeout_s: int = Field(90, ge=1, le=3600, description="longest reading of one scanned page")
    reading_timeout_s: int = Field(120, ge=1, le=86_400, description="longest reading of one file")
    reading_memory_mb: int = Field(2000, ge=300, le=1_000_000, description="most memory for reading one file")
    max_file_mb: int = Field(200, ge=1, le=500, description="largest file that is read")
    max_expanded_mb: int = Field(400, ge=1, le=10_000, description="largest content of a packed file (DOCX, EPUB, ...)")
    max_pages: int = Field(2000, ge=1, le=100_000, description="pages read of one PDF")
    max_text_chars: int = Field(30_000_000, ge=1000, le=100_000_000, description="most text of one document")
    feedback_file: str = Field("eval/feedback.sqlite", description="where what readers think of answers is kept")
    evaluation_folder: str = Field("eval", min_length=1, description="where question sets, runs and labels are kept")
    host: str = Field("127.0.0.1", description="address that the page is served on")
    port: int = Field(7860, ge=1, le=65535, description="port that the page is served on")
    public_names: str = Field("", description="names that a proxy in front answers to, separated by spaces")
    users_file: str = Field("users.toml", min_length=1, description="who may use the page, with hashed passwords")
    audit_file: str = Field("audit.jsonl", min_length=1, description="who did what to documents and users, and when")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then assistant.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any setting does."""
        return hashlib.sha256(json.dumps(self.model_dump(), sort_keys=True).encode()).hexdigest()[:12]


def load_settings(**given: Any) -> Settings:
    """Settings with `given` outweighing the environment and assistant.toml. Raises SettingsError naming the setting."""
    _refuse_unknown_variables()
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            en=f"The setting {name!r} cannot be used ({first['msg']}): correct it in {SETTINGS_FILE}.",
            fr=f"Le réglage {name!r} est inutilisable ({first['msg']}) : corrigez-le dans {SETTINGS_FILE}.",
        ) from None
    except ValueError as error:
        raise SettingsError(
            en=f"{SETTINGS_FILE} is not valid TOML ({error}): mend it and try again.",
            fr=f"{SETTINGS_FILE} n'est pas du TOML valide ({error}) : corrigez-le et recommencez.",
        ) from None
    if settings.model != BUNDLED and Path(settings.model).is_absolute() and not Path(settings.model).is_dir():
        raise SettingsError(
            en=f"The setting 'model' names a folder that does not exist: {settings.model!r}.",
            fr=f"Le réglage 'model' indique un dossier qui n'existe pas : {settings.model!r}.",
        )
    return settings


def _refuse_unknown_variables() -> None:
    """A mistyped ASSISTANT_PROT must not be taken for silence."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {TRACEBACK_VARIABLE, KILL_VARIABLE}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise SettingsError(
            en=f"The environment variable {unknown[0]!r} names no setting: correct or remove it.",
            fr=f"La variable d'environnement {unknown[0]!r} ne désigne aucun réglage : corrigez-la ou retirez-la.",
        )
