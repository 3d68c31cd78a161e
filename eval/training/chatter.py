"""Turns a question into one with the small talk that people put around it; knows nothing about passages or labels.

The question itself stays word for word: what must be learned is to read past the talk.
"""

from __future__ import annotations

from random import Random

from assistant.records import Language

BEFORE: dict[Language, tuple[str, ...]] = {
    "en": (
        "Hi!", "Hello, quick question:", "Sorry to bother you.", "I just joined the team.", "I'm new here.",
        "I'm writing a report for a donor and need one fact.", "We have a meeting this afternoon.",
        "A colleague asked me this and I didn't know:", "I'm trying to get my head around the documents.",
        "Not sure this is the right place to ask, but", "I was wondering:", "Could you check something for me?",
        "Preparing a slide for my boss.", "I read something about this but can't find it again.", "Maybe a silly one:",
        "Can you tell me,", "I'd like to know", "Do you happen to know", "Just to be sure I get this right:",
        "My field visit is next week.", "For a proposal that we are drafting:", "Good morning, thanks for your help.",
        "Someone on the phone wants to know.", "I have looked everywhere.", "OK next one.", "Help me out here,",
    ),
    "fr": (
        "Bonjour !", "Bonjour, petite question :", "Désolé de vous déranger.", "Je viens d'arriver dans l'équipe.",
        "Je suis nouvelle ici.", "Je prépare un rapport pour un bailleur et il me manque un élément.",
        "Un collègue m'a demandé ça et je n'ai pas su répondre :",
        "J'essaie de m'y retrouver dans les documents.", "Je ne sais pas si c'est le bon endroit, mais",
        "Je me demandais :", "Tu peux vérifier quelque chose pour moi ?", "Je prépare une présentation pour mon chef.",
        "J'ai lu quelque chose là-dessus mais je ne le retrouve plus.", "C'est peut-être bête :", "Dites-moi :",
        "J'aimerais savoir", "Est-ce que vous savez", "Pour être sûre de bien comprendre :",
        "Je pars sur le terrain la semaine prochaine.", "Pour une proposition qu'on rédige :",
        "Bonsoir, merci d'avance pour votre aide.", "Quelqu'un au téléphone veut savoir.", "J'ai cherché partout.",
        "Bon, suivante.", "Aidez-moi,",
    ),
}  # fmt: skip
AFTER: dict[Language, tuple[str, ...]] = {
    "en": (
        "Thanks!", "Thanks in advance.", "It's for a report.", "Any idea?", "I need it today.", "No rush.",
        "I can't find it anywhere.", "Just the fact, please.", "That's all I need.", "I hope that makes sense.",
    ),
    "fr": (
        "Merci !", "Merci d'avance.", "C'est pour un rapport.", "Une idée ?", "Il me le faut aujourd'hui.",
        "Rien ne presse.", "Je ne le trouve nulle part.", "Juste l'info, svp.", "Bonne journée", "C'est tout.",
        "J'espère que c'est clair.",
    ),
}  # fmt: skip


def with_chatter(question: str, language: Language, rng: Random) -> str:
    before = rng.sample(BEFORE[language], rng.choice((0, 1, 1, 2)))
    after = rng.sample(AFTER[language], rng.choice((0, 0, 1)))
    return " ".join((*before, question, *after))
