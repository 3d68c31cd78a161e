"""Turns what a browser asks for into a language, and numbers into words of that language.

Knows nothing about pages.
"""

from __future__ import annotations

from assistant.records import Language


def preferred_language(accept_language: str | None) -> Language:
    """French where the browser prefers it to English, otherwise English."""
    weights: dict[str, float] = {}
    for part in (accept_language or "").lower()[:1000].split(","):
        tag, _, quality = part.strip().partition(";")
        language = tag.strip().split("-")[0]
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            weight = 0.0
        weights[language] = max(weights.get(language, 0.0), weight)
    return "fr" if weights.get("fr", 0.0) > weights.get("en", 0.0) else "en"


def count_of(count: int, one: str, many: str, language: Language) -> str:
    """ "1 document", "1 234 passages" in French, "1,234 passages" in English."""
    separator = "\u202f" if language == "fr" else ","  # a narrow no-break space
    single = count <= 1 if language == "fr" else count == 1
    return f"{count:,}".replace(",", separator) + f" {one if single else many}"
