"""Turns the verbs of both languages that say what an organisation does now into one pattern for each tense.

Knows nothing about sentences. What was, will be, may be or is not done has no pattern here.
"""

from __future__ import annotations

import re

_EN = """work operate intervene provide support deliver implement distribute assist help serve respond train manage lead
promote ensure employ maintain conduct cover reach protect offer strengthen run combat fight vaccinate treat build
rehabilitate
coordinate equip supply feed host visit collaborate partner cooperate focus address improve defend accompany
specialise specialize fund finance""".split()
_EN_IRREGULAR = {"lead": "led", "run": "run", "build": "built", "fight": "fought", "feed": "fed"}
_EN_OPEN = r"(?:opened|established|set\sup|launched)"


def _third(verb: str) -> str:
    if verb.endswith(("sh", "ss", "ch", "x")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


def _ing(verb: str) -> str:
    return {"run": "running"}.get(verb) or (f"{verb[:-1]}ing" if verb.endswith("e") else f"{verb}ing")


def _past(verb: str) -> str:
    if verb in _EN_IRREGULAR:
        return _EN_IRREGULAR[verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return {"equip": "equipped"}.get(verb) or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")


_ADVERB_EN = r"(?:(?:\w+ly|also|now|still|today|always|alone)\s){0,2}"
_EN_PRESENT = "|".join(
    [*_EN, *map(_third, _EN), r"(?:has|have)(?!\s(?:\w+ly\s)?\w+(?:ed|en|t)\b)", r"carries\sout", r"carry\sout"]
)
_EN_ING = "|".join([*map(_ing, _EN), r"carrying\sout"])
_EN_PAST = "|".join([*map(_past, _EN), r"carried\sout", "distributed", "helped", "drilled", "dug", _EN_OPEN])
_BE_THERE = r"(?:active|present|at\swork|operational|on\sthe\sground)"

_ADVERB_FR = r"(?:(?:\w+ment|aussi|également|toujours|encore|déjà|désormais|depuis\s\d{4})\s){0,2}"
_FR_PRESENT = r"""travaille(?:nt)?|travaillons|intervient|interviennent|intervenons|opère(?:nt)?|opérons|gère(?:nt)?|
gérons|fournit|fournissent|fournissons|soutient|soutiennent|soutenons|appuie(?:nt)?|appuyons|distribue(?:nt)?|distribuons|
met|mettent|mettons|aide(?:nt)?|aidons|assiste(?:nt)?|assistons|forme(?:nt)?|formons|mène(?:nt)?|menons|dirige(?:nt)?|
promeut|promeuvent|assure(?:nt)?|assurons|emploie(?:nt)?|employons|compte(?:nt)?|comptons|dispose(?:nt)?|disposons|
couvre(?:nt)?|couvrons|offre(?:nt)?|offrons|renforce(?:nt)?|renforçons|collabore(?:nt)?|collaborons|protège(?:nt)?|
répond(?:ent)?|répondons|visite(?:nt)?|favorise(?:nt)?|coordonne(?:nt)?|coordonnons|accompagne(?:nt)?|accompagnons|
coopère(?:nt)?|(?:a|ont|avons)(?!\s(?:\w+ment\s)?(?:eu|dû|pu|\w{2,}(?:é|ée|és|ées|i|is|it|u|us))\b)|lutte(?:nt)?|luttons|anime(?:nt)?|exécute(?:nt)?|réalise(?:nt)?|finance(?:nt)?|(?:vient|viennent|venons)(?=\sen\saide)|conduit|
conduisent|réhabilite(?:nt)?|vaccine(?:nt)?|soigne(?:nt)?|héberge(?:nt)?|construit|construisent""".replace("\n", "")
_FR_BE = (
    r"(?:est|sont|sommes)\s(?:\w+ment\s|aussi\s|également\s|toujours\s)?(?:présente?s?|actives?|actifs?|implantée?s?|"
    r"engagée?s?|spécialisée?s?)"
)
_FR_PAST = (
    r"(?:aidée?s?|assistée?s?|soutenue?s?|atteinte?|touchée?|fournie?|distribuée?s?|ouverte?s?|lancée?s?|établie?s?|"
    r"créée?s?|"
    r"installée?s?|mise?\sen\s(?:place|œuvre|oeuvre)|forée?s?|construite?s?|formée?s?|vaccinée?s?|traitée?s?|"
    r"intégrée?s?|"
    r"réhabilitée?s?|appuyée?s?|accompagnée?s?|menée?s?|réalisée?s?|soignée?s?|pris\sen\scharge|noué|conclu|signé)"
)
_GAP = r"(?:\s\([^)]{1,60}\),?)?(?:,\s[^,.;:]{1,80},)?\s"

PRESENT_EN = re.compile(
    rf"{_GAP}{_ADVERB_EN}(?P<verb>(?:has|have)\s{_ADVERB_EN}been\s{_ADVERB_EN}(?:{_EN_ING}|{_BE_THERE})|"
    rf"(?:is|are)\s{_ADVERB_EN}(?:{_EN_ING}|{_BE_THERE})|(?:{_EN_PRESENT}))(?!\s(?:to|been|had)\b)\b"
)
PAST_EN = re.compile(
    rf"{_GAP}{_ADVERB_EN}(?P<verb>(?:(?:has|have)\s{_ADVERB_EN})?(?:{_EN_PAST}))\b(?!\s(?:by|with\sthe\sarrival))"
)
PRESENT_FR = re.compile(rf"{_GAP}{_ADVERB_FR}(?P<verb>{_FR_BE}|(?:{_FR_PRESENT}))(?!\s(?:été|à\s\w+er)\b)\b(?!-)")
PAST_FR = re.compile(rf"{_GAP}{_ADVERB_FR}(?P<verb>(?:a|ont|avons)\s{_ADVERB_FR}{_FR_PAST})\b")
FOUNDED = re.compile(
    r"(?:\s\([^)]{1,60}\))?\s(?:(?:was|were)\s(?:first\s)?(?:founded|created|established|set\sup)|"
    r"(?:a\sété|est|fut)\s(?:fondée?|créée?|constituée?))\b"
)
OPENED = re.compile(
    rf"(?:(?:has\s|have\s)?{_EN_OPEN}|(?:a|ont|avons)\s{_ADVERB_FR}(?:ouvert|établi|installé|créé|lancé))\s"
    r"(?:its|their|our|an?|the|son|sa|ses|un|une|notre|le|la)\s(?:[\w'-]+\s){0,3}?"
    r"(?:office|base|mission|programme|program|delegation|branch|bureau|délégation|représentation|antenne)\b"
)
