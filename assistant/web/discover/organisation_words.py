"""Turns a language into every word that the pages of organisations say.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class OrganisationStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    title: str
    lead: str
    visit: str
    none: str
    preparing: str
    since: str
    founded: str
    where: str
    sectors: str
    figures: str
    partners: str
    contact: str
    staff: str
    reached: str
    projects: str
    offices: str
    budget: str
    email: str
    phone: str
    address: str
    table: str
    table_lead: str
    table_label: str
    place: str
    present: str
    no_place: str
    mark: str
    any: str
    sector: str
    show: str
    more_rows: str
    more_organisations: str
    one_line: str
    many_lines: str
    profile_lead: str
    all: str
    absent: str
    unknown: str
    unknown_why: str


FRENCH = OrganisationStrings(
    title="Qui travaille où",
    lead="Ce que les documents disent de chaque organisation. Chaque ligne mène à la phrase qui la prouve\u202f; "
    "ce que les documents ne disent pas n’est pas montré.",
    visit="Première visite\u202f? Cinq étapes pour commencer",
    none="Les documents ne disent d’aucune organisation où elle travaille ni ce qu’elle fait.",
    preparing="Les documents sont en cours de lecture. Cette page se recharge d’elle-même.",
    since="Depuis quand",
    founded="Fondée en",
    where="Où",
    sectors="Secteurs",
    figures="Chiffres",
    partners="Partenaires",
    contact="Contact",
    staff="Personnel",
    reached="Personnes aidées",
    projects="Projets",
    offices="Bureaux",
    budget="Budget",
    email="Courriel",
    phone="Téléphone",
    address="Adresse",
    table="Organisation, lieu, secteur",
    table_lead="Une marque n’est là que si une même phrase le dit\u202f; elle y mène. «\u00a0Présence\u00a0» vaut sans "
    "secteur nommé.",
    table_label="Tableau des organisations, des lieux et des secteurs, à faire défiler",
    place="Lieu",
    present="Présence",
    no_place="lieu non précisé",
    mark="{organisation}, {place}, {sector}\u00a0: la source",
    any="Tous",
    sector="Secteur",
    show="Afficher",
    more_rows="{count} lignes de plus\u202f: choisissez une organisation, un lieu ou un secteur.",
    more_organisations="et {count} autres\u202f: choisissez-en une dans la liste.",
    one_line="{count} ligne",
    many_lines="{count} lignes",
    profile_lead="Construit à partir des documents seuls.",
    all="Toutes les organisations",
    absent="Ce qui n’est pas ici, les documents ne le disent pas d’une façon que l’on puisse prouver.",
    unknown="Organisation inconnue",
    unknown_why="Les documents ne disent rien d’une organisation de ce nom. La liste donne celles qu’ils décrivent.",
)

ENGLISH = OrganisationStrings(
    title="Who works where",
    lead="What the documents say of each organisation. Every line leads to the sentence that proves it; what the "
    "documents do not say is not shown.",
    visit="First visit? Five steps to begin with",
    none="The documents say of no organisation where it works or what it does.",
    preparing="The documents are being read. This page reloads by itself.",
    since="Since when",
    founded="Founded",
    where="Where",
    sectors="Sectors",
    figures="Figures",
    partners="Partners",
    contact="Contact",
    staff="Staff",
    reached="People reached",
    projects="Projects",
    offices="Offices",
    budget="Budget",
    email="Email",
    phone="Phone",
    address="Address",
    table="Organisation, place, sector",
    table_lead="A mark is there only where one and the same sentence says it, and leads there. “Present” is said "
    "without a sector.",
    table_label="Table of organisations, places and sectors, scrolls sideways",
    place="Place",
    present="Present",
    no_place="place not said",
    mark="{organisation}, {place}, {sector}: the source",
    any="All",
    sector="Sector",
    show="Show",
    more_rows="{count} more rows: choose an organisation, a place or a sector.",
    more_organisations="and {count} more: choose one in the list.",
    one_line="{count} line",
    many_lines="{count} lines",
    profile_lead="Built from the documents alone.",
    all="All organisations",
    absent="What is not here, the documents do not say in a way that could be proved.",
    unknown="Unknown organisation",
    unknown_why="The documents say nothing of an organisation by that name. The list gives those that they describe.",
)

WORDS: dict[Language, OrganisationStrings] = {"fr": FRENCH, "en": ENGLISH}
