"""Turns a language into every word that the server says of requests that it cannot serve.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServerStrings:
    """`{names}` are filled in by the caller, escaped."""

    failure: str
    bad_request: str
    bad_field: str
    tool_failure: str
    bad_host: str
    foreign_origin: str
    not_found: str
    wrong_method: str
    too_large: str
    file_too_large: str
    set_too_large: str
    too_slow: str


FRENCH = ServerStrings(
    failure="Une erreur inattendue s’est produite\u202f; le journal du serveur dit laquelle. Réessayez.",
    bad_request="La requête est inutilisable\u00a0: /api/openapi.json décrit ce que chaque adresse accepte.",
    bad_field="La requête est inutilisable à cause de «\u00a0{field}\u00a0»\u00a0: /api/openapi.json décrit ce que "
    "cette adresse accepte.",
    tool_failure="Une erreur inattendue s’est produite\u202f; rien n’a été modifié. Réessayez.",
    bad_host="Ce serveur n’est pas connu sous ce nom.",
    foreign_origin="Les requêtes venant d’un autre site sont refusées.",
    not_found="Il n’y a rien à cette adresse.",
    wrong_method="Cette adresse n’accepte pas cette méthode.",
    too_large="La requête est trop longue\u00a0: 64 Ko au plus.",
    set_too_large="Le jeu de questions dépasse 5\u00a0Mo\u00a0: partagez-le.",
    file_too_large="Le fichier est trop gros\u00a0: voyez le réglage max_file_mb.",
    too_slow="La requête a mis trop de temps à arriver.",
)

ENGLISH = ServerStrings(
    failure="Something unexpected went wrong; the server’s log says what. Please try again.",
    bad_request="The request cannot be used: /api/openapi.json says what each address takes.",
    bad_field="The request cannot be used because of “{field}”: /api/openapi.json says what this address takes.",
    tool_failure="Something unexpected went wrong; nothing was changed. Please try again.",
    bad_host="This server is not known by that name.",
    foreign_origin="Requests from another site are refused.",
    not_found="There is nothing at this address.",
    wrong_method="This address does not take that method.",
    too_large="The request is too long: 64 KB at most.",
    set_too_large="The question set is larger than 5 MB: split it.",
    file_too_large="The file is too large: see the setting max_file_mb.",
    too_slow="The request took too long to arrive.",
)
