"""Turns a language into every word that signing in, and being refused, say.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class AccountStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    sign_in: str
    sign_in_why: str
    name: str
    password: str
    wrong: str
    signed_in_as: str
    sign_out: str
    reader: str
    evaluator: str
    administrator: str
    refused: str
    front_page: str
    documents: str
    measure: str
    only_here: str


FRENCH = AccountStrings(
    sign_in="Se connecter",
    sign_in_why="Les documents de votre organisation sont réservés à ses utilisateurs.",
    name="Nom d’utilisateur",
    password="Mot de passe",  # noqa: S106 - a label
    wrong="Le nom ou le mot de passe ne convient pas. Réessayez, ou demandez à un administrateur.",
    signed_in_as="Connecté\u00a0: {name} ({role})",
    sign_out="Se déconnecter",
    reader="lecture",
    evaluator="évaluation",
    administrator="administration",
    refused="Accès refusé",
    front_page="Retour à la page d’accueil",
    documents="Documents",
    measure="Mesurer",
    only_here="Aucun utilisateur n’est configuré\u00a0: cette page n’est servie qu’à cette machine.",
)

ENGLISH = AccountStrings(
    sign_in="Sign in",
    sign_in_why="The documents of your organisation are for its users only.",
    name="User name",
    password="Password",  # noqa: S106 - a label
    wrong="The name or the password is not right. Try again, or ask an administrator.",
    signed_in_as="Signed in: {name} ({role})",
    sign_out="Sign out",
    reader="reader",
    evaluator="evaluator",
    administrator="administrator",
    refused="Access refused",
    front_page="Back to the front page",
    documents="Documents",
    measure="Measure",
    only_here="No user is configured: this page serves this machine only.",
)

ACCOUNT_STRINGS: dict[Language, AccountStrings] = {"fr": FRENCH, "en": ENGLISH}
