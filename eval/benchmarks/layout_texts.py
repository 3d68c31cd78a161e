# ruff: noqa: E501 (each sentence stands on one line)
"""Turns a number into sentences, items, figures and tables such as French and English situation reports hold.

Knows nothing about pages. Every sentence is invented and stands only once, so that its place in a text can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

PLACES = (
    "Gao Kidal Ménaka Tombouctou Mopti Ségou Sikasso Kayes Koulikoro Bandiagara Douentza Ansongo Gossi Bankass Koro "
    "Diffa Tillabéri Tahoua Maradi Zinder Djibo Dori Kaya Ouahigouya Fada Liptako Agadez Niafunké Goundam Ténenkou"
).split()
ACTORS = (
    "OCHA UNICEF HCR PAM FAO OMS OIM CICR MSF COOPI ALIMA Oxfam DRC NRC Plan PNUD UNFPA Solidarités IRC Mercy-Corps"
).split()
FRENCH = (
    "Dans la région de {place}, {number} personnes déplacées ont reçu une assistance alimentaire au cours du mois de {month}.",
    "Les partenaires du cluster {cluster} ont identifié {number} ménages vulnérables à {place} (y compris {other}).",
    "{actor} et ses partenaires ont distribué {number} kits d'hygiène dans {few} sites de la commune de {place}.",
    "L'accès humanitaire reste limité sur l'axe {place} – {elsewhere} en raison de l'insécurité et de l'état des pistes.",
    "Selon {actor}, {share} % des enfants de moins de cinq ans de {place} souffrent de malnutrition aiguë modérée.",
    "Le taux d'insécurité alimentaire atteint {share},{few} % à {place}, contre {other} % l'année précédente.",
    "Au {day} {month}, {number} cas suspects, dont {few} décès, avaient été notifiés dans le district de {place}.",
    "Les inondations du {day} {month} ont détruit {number} maisons et endommagé {other} salles de classe à {place}.",
    "La réhabilitation de {few} points d'eau par {actor} bénéficie à {number} habitants du cercle de {place}.",
    "Une mission conjointe d'évaluation s'est rendue à {place} le {day} {month} afin d'apprécier les besoins prioritaires.",
    "Faute de financement, {actor} a suspendu les transferts monétaires destinés à {number} bénéficiaires de {place}.",
    "À {place}, {other} écoles sur {number} demeurent fermées ; {actor} appuie des espaces temporaires d'apprentissage.",
    "Le cluster {cluster} a besoin de {few},{share} millions de dollars pour couvrir les activités prévues à {place}.",
    "Les autorités régionales de {place} ont demandé l'appui de {actor} pour la prise en charge de {number} retournés.",
)
ENGLISH = (
    "In the {place} region, {number} displaced people received food assistance during the month of {month}.",
    "Partners of the {cluster} cluster identified {number} vulnerable households in {place}, including {other} led by women.",
    "{actor} and its partners distributed {number} hygiene kits at {few} sites in and around the town of {place}.",
    "Humanitarian access remains constrained along the {place}–{elsewhere} road owing to insecurity and poor conditions.",
    "According to {actor}, {share} per cent of children under five in {place} suffer from moderate acute malnutrition.",
    "The food insecurity rate stands at {share}.{few} per cent in {place}, compared with {other} per cent a year ago.",
    "As of {day} {month}, {number} suspected cases and {few} deaths had been reported in the {place} health district.",
    "Floods on {day} {month} destroyed {number} houses and damaged {other} classrooms in the municipality of {place}.",
    "The rehabilitation of {few} water points by {actor} benefits {number} inhabitants of the {place} area.",
    "A joint assessment mission travelled to {place} on {day} {month} to review the most pressing needs.",
    "For lack of funding, {actor} suspended the cash transfers planned for {number} beneficiaries in {place}.",
    "In {place}, {other} of {number} schools remain closed; {actor} supports temporary learning spaces.",
    "The {cluster} cluster requires US${few}.{share} million to carry out the activities planned in {place}.",
    "Regional authorities in {place} asked {actor} to support the registration of {number} returnees.",
)
ITEMS = {
    "fr": (
        "{number} enfants vaccinés contre la rougeole à {place}",
        "Distribution de {number} kits scolaires par {actor} dans les écoles de {place} et de {elsewhere}, en lien avec les comités de gestion",
        "{few} forages réhabilités à {place} ;",
        "Formation de {number} relais communautaires à {place} sur la protection, la santé et la prévention des violences",
        "{actor} : {number} bâches remises aux familles sinistrées de {place}.",
    ),
    "en": (
        "{number} children vaccinated against measles in {place}",
        "Distribution of {number} school kits by {actor} in the schools of {place} and {elsewhere}, together with management committees",
        "{few} boreholes rehabilitated in {place};",
        "Training of {number} community workers in {place} on protection, health and the prevention of violence",
        "{actor}: {number} tarpaulins handed to families affected by floods in {place}.",
    ),
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
CLUSTERS = {
    "fr": ("Sécurité alimentaire", "Éducation", "Protection", "Santé", "Nutrition", "Abris", "EHA"),
    "en": ("Food Security", "Education", "Protection", "Health", "Nutrition", "Shelter", "WASH"),
}


class Texts:
    """Endless sentences and items of one document, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._said: set[str] = set()
        self._turn = {"fr": self._endless(FRENCH), "en": self._endless(ENGLISH)}
        self._items = {language: self._endless(items) for language, items in ITEMS.items()}

    def sentence(self, language: str) -> str:
        return self._filled(self._turn[language], language)

    def item(self, language: str) -> str:
        return self._filled(self._items[language], language)

    def number(self, language: str = "fr", most: int = 99_000) -> str:
        value = self._random.randint(12, self._random.choice((99, 999, 9_999, most)))
        return f"{value:,}".replace(",", "," if language == "en" else "\u202f")

    def place(self) -> str:
        return self._random.choice(PLACES)

    def places(self, count: int) -> list[str]:
        return self._random.sample(PLACES, count)

    def actor(self) -> str:
        return self._random.choice(ACTORS)

    def _filled(self, patterns: Iterator[str], language: str) -> str:
        while True:
            place, elsewhere = self._random.sample(PLACES, 2)
            text = next(patterns).format(
                place=place,
                elsewhere=elsewhere,
                actor=self.actor(),
                number=self.number(language),
                other=self._random.randint(11, 98),
                few=self._random.randint(2, 9),
                share=self._random.randint(11, 79),
                day=self._random.randint(2, 28),
                month=self._random.choice(MONTHS[language]),
                cluster=self._random.choice(CLUSTERS[language]),
            )
            if text not in self._said:
                self._said.add(text)
                return text

    def _endless(self, patterns: tuple[str, ...]) -> Iterator[str]:
        while True:
            yield from self._random.sample(patterns, len(patterns))
