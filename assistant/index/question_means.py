"""Turns a question's vector into that of one asked in the other language, by the means of a fixed list in each.

Knows nothing about any corpus. The two lists are translations of each other, so that their mean vectors differ by
language alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assistant.index.embedding import Vectors
from assistant.records import Language

SAMPLE_QUESTIONS: dict[Language, tuple[str, ...]] = {
    "en": (
        "Who is responsible for this programme?",
        "How many people received aid?",
        "When did the project start?",
        "Where is the main office?",
        "What are the goals of the organisation?",
        "Which regions are the most affected?",
        "Why was the school closed?",
        "How can one contact the team?",
        "What does this acronym mean?",
        "Which partners take part in the work?",
        "How much did the activities cost?",
        "What are the symptoms of the disease?",
        "Is drinking water available in the camp?",
        "What has changed since last year?",
        "Who pays for the health centre?",
        "How is the data collected?",
    ),
    "fr": (
        "Qui est responsable de ce programme ?",
        "Combien de personnes ont reçu de l'aide ?",
        "Quand le projet a-t-il commencé ?",
        "Où se trouve le bureau principal ?",
        "Quels sont les objectifs de l'organisation ?",
        "Quelles régions sont les plus touchées ?",
        "Pourquoi l'école a-t-elle été fermée ?",
        "Comment contacter l'équipe ?",
        "Que signifie ce sigle ?",
        "Quels partenaires participent au travail ?",
        "Combien ont coûté les activités ?",
        "Quels sont les symptômes de la maladie ?",
        "Y a-t-il de l'eau potable dans le camp ?",
        "Qu'est-ce qui a changé depuis l'année dernière ?",
        "Qui finance le centre de santé ?",
        "Comment les données sont-elles recueillies ?",
    ),
}


def as_asked_in(vectors: Vectors, asked: Language, language: Language, means: Mapping[str, Vectors]) -> Vectors:
    """Vectors moved from the mean of questions in one language to that of another's; unit length."""
    moved = vectors + means[f"questions_{language}"] - means[f"questions_{asked}"]
    return np.asarray(moved / np.linalg.norm(moved, axis=-1, keepdims=True), dtype=np.float32)
