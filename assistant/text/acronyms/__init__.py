"""Turns a text into the acronyms that it expands itself: "GTAH (Groupe de Travail Action Humanitaire)".

Knows nothing about documents or questions. The door of this folder: `find_acronyms`, `find_named_alike`, `key_of`.
"""

from __future__ import annotations

from assistant.text.acronyms.finding import Beside, Found, NamedAlike, find_acronyms, find_beside, find_named_alike
from assistant.text.acronyms.shapes import acronyms_in, key_of
from assistant.text.acronyms.speaking import language_of

__all__ = [
    "Beside", "Found", "NamedAlike", "acronyms_in", "find_acronyms", "find_beside", "find_named_alike", "key_of",
    "language_of",
]  # fmt: skip
