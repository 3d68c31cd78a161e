"""Every word that pages and API say of themselves, in French and English, one file a place."""

from assistant.web.strings.catalogue import ENGLISH, FRENCH, STRINGS, Strings, joined
from assistant.web.strings.examples import EXAMPLES, Example
from assistant.web.strings.speaking import count_of, preferred_language

__all__ = ["ENGLISH", "EXAMPLES", "FRENCH", "STRINGS", "Example", "Strings", "count_of", "joined", "preferred_language"]
