"""Turns the parallel benchmark sentences into assistant/text/lexicon.tsv, the stemmed word pairs the program ships.

Knows nothing about retrieval. Usage: python -m eval.training.word_lexicon --data FOLDER_OF_BENCHMARKS
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.records import Language
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import term, words
from eval.training.lexicon import _model_1

OUTPUT = Path(__file__).parents[2] / "assistant" / "text" / "lexicon.tsv"
HEADER = """# French and English word stems that translate each other: English, French, P(fr|en), P(en|fr).
# Learned by eval/training/word_lexicon.py (IBM model 1, both directions) from TICO-19 (CC0), Tatoeba (CC-BY 2.0 FR)
# and NTREX-128 (CC-BY-SA 4.0); this file is under CC-BY-SA 4.0.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    pairs = [
        (record["en"], record["fr"])
        for name, times in (
            ("tico19/parallel.jsonl", 1),
            ("tatoeba/parallel.jsonl", 1),
            ("ntrex/parallel.jsonl", 1),
            ("tico19/glossary_en_fr.jsonl", 2),
        )
        for record in map(json.loads, (data / name).read_text(encoding="utf-8").splitlines() * times)
    ]
    english = [_stems(pair[0], "en") for pair in pairs]
    french = [_stems(pair[1], "fr") for pair in pairs]
    forward, backward = _model_1(english, french), _model_1(french, english)
    rows = []
    for (source, target), chance in sorted(forward.items()):
        reverse = backward.get((target, source), 0.0)
        if min(chance, reverse) > 0.06 and chance * reverse > 0.05:
            rows.append(f"{source}\t{target}\t{chance:.2f}\t{reverse:.2f}\n")
    OUTPUT.write_text(HEADER + "".join(rows), encoding="utf-8")
    print(f"{len(rows)} pairs")


def _stems(text: str, language: Language) -> list[str]:
    return [
        term(word, language)
        for word in words(text)
        if word not in STOPWORDS[language] and len(word) > 2 and not word[0].isdigit()
    ]


if __name__ == "__main__":
    main()
