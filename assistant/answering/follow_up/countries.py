"""Turns the name of a country into its other spelling, and into what French puts before it.

Knows nothing about questions. A hand-written list: the countries that documents of humanitarian work speak of most.
"""

from __future__ import annotations

from assistant.records import Language
from assistant.text.terms import fold

_TABLE = """Mali|Mali|au;Niger|Niger|au;Chad|Tchad|au;Burkina Faso|Burkina Faso|au;Cameroon|Cameroun|au;
Senegal|Sénégal|au;Sudan|Soudan|au;South Sudan|Soudan du Sud|au;Togo|Togo|au;Benin|Bénin|au;Nigeria|Nigeria|au;
Ghana|Ghana|au;Gabon|Gabon|au;Congo|Congo|au;Kenya|Kenya|au;Rwanda|Rwanda|au;Burundi|Burundi|au;Morocco|Maroc|au;
Lebanon|Liban|au;Yemen|Yémen|au;Mozambique|Mozambique|au;Malawi|Malawi|au;Bangladesh|Bangladesh|au;Nepal|Népal|au;
Pakistan|Pakistan|au;Mauritania|Mauritanie|en;Guinea|Guinée|en;Ivory Coast|Côte d'Ivoire|en;Gambia|Gambie|en;
Sierra Leone|Sierra Leone|en;Somalia|Somalie|en;Ethiopia|Éthiopie|en;Eritrea|Érythrée|en;Uganda|Ouganda|en;
Tanzania|Tanzanie|en;Zambia|Zambie|en;Libya|Libye|en;Algeria|Algérie|en;Tunisia|Tunisie|en;Egypt|Égypte|en;
Syria|Syrie|en;Turkey|Turquie|en;Jordan|Jordanie|en;Iraq|Irak|en;Iran|Iran|en;Afghanistan|Afghanistan|en;
Ukraine|Ukraine|en;France|France|en;Italy|Italie|en;Germany|Allemagne|en;Spain|Espagne|en;Switzerland|Suisse|en;
Haiti|Haïti|en;DRC|RDC|en;CAR|RCA|en;Myanmar|Myanmar|au;Madagascar|Madagascar|à;Liberia|Liberia|au"""
_ROWS = [tuple(row.strip().split("|")) for row in _TABLE.split(";")]
ENGLISH, FRENCH, BEFORE = 0, 1, 2
_BY_NAME = {fold(row[place]): row for row in _ROWS for place in (ENGLISH, FRENCH)}


def is_country(name: str) -> bool:
    return fold(name) in _BY_NAME


def in_language(name: str, language: Language) -> str:
    """A country's name in that language; any other name as it is."""
    row = _BY_NAME.get(fold(name))
    return row[FRENCH if language == "fr" else ENGLISH] if row else name


def placed(name: str, language: Language) -> str:
    """ "in Chad", "au Tchad", "en Somalie", "à Gao"."""
    if language == "en":
        return f"in {in_language(name, 'en')}"
    row = _BY_NAME.get(fold(name))
    return f"{row[BEFORE] if row else 'à'} {in_language(name, 'fr')}"
