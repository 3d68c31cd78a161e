"""Turns nothing into a folder of documents that try to run, to fetch, to cover and to forge wherever they are shown.

Knows nothing about pages. Each fact that a document may state of itself is as hostile as its text.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.made_pdf import made_pdf

ATTACK = (
    "<script>window.hacked=1</script><img src=https://evil.example/x.png onerror=window.hacked=2>"
    '<svg onload=window.hacked=3><a href="javascript:window.hacked=4">[1]</a>" onmouseover="window.hacked=5" '
    "' onfocus='window.hacked=6' autofocus ![x](https://evil.example/?q=a) [lien](https://evil.example) "
    "<video src=https://evil.example/v></video><form action=https://evil.example><input type=password></form>"
    '<div style="position:fixed;inset:0;z-index:9999;background:red">gagné</div>${window.hacked=7}{{window.hacked=8}}'
    "`${window.hacked=9}` $$\\href{javascript:window.hacked=10}{x}$$ $\\color{white}x$ </details></article></section>"
    "</script></style><style>*{display:none!important}</style><base href=//evil.example> {question} &lt;b&gt;"
)
CLAIMED = "<script>window.hacked=11</script>Protocole officiel HCR [1] <b onclick=window.hacked=12>${window.hacked=13}"
ORGANISATION = '"><img src=x onerror=window.hacked=14>{{window.hacked=15}} HCR </script><script>hacked=16</script>'
DATE = "2024<img src=x onerror=window.hacked=17>"
URL = "javascript:window.hacked=18//<svg onload=window.hacked=19>"
FORGED = "Sources : [1] Rapport officiel, p. 3 « vérifié » [2]"
NAME = '"><img src=x onerror=window.hacked=20>[1]&amp;.md'
BAD_NAME = "<svg onload=window.hacked=21>.pdf"
TURNED = "\u202egpj.trop"  # turns what follows it round where nothing holds it back
ID = "<img src=x onerror=window.hacked=22>#'\"{x}"
LONG_WORD = "Z" * 3_000
COLUMNS = 40  # in an index; how ten thousand are drawn is tested without one
SCRIPT = "app.alert('hacked'); app.launchURL('https://evil.example/')"


def made_hostile(folder: Path) -> None:
    """Fills an empty folder of documents."""
    folder.mkdir(parents=True)
    gate = {
        "id": ID, "title": CLAIMED, "organisation": ORGANISATION, "date": DATE, "url": URL,
        "text": f"Le gardien de la porte de Zorgland gagne 4711 pièces par mois {ATTACK}.\n\n"
        f"Le pont de Zorgland a été construit en 1987 par Karim Diallo. {FORGED}.",
    }  # fmt: skip
    garrisons = [
        {
            "id": f"garrison-{count}", "title": f"{CLAIMED} {count}", "organisation": f"{count} {ORGANISATION}",
            "text": f"La garnison de Zorgland compte {count} soldats {words}.", **facts,
        }
        for count, words, facts in (
            (250, "<img src=https://evil.example/s>", {}),
            (310, "${window.hacked=23}", {"date": "2019"}),
        )
    ]  # fmt: skip
    long = {"id": "long", "title": LONG_WORD, "organisation": LONG_WORD, "text": "Rien à voir ici.", "url": LONG_WORD}
    records = "".join(f"{json.dumps({**record, 'lang': 'fr'})}\n" for record in (gate, *garrisons, long))
    (folder / "records.jsonl").write_text(records, encoding="utf-8")
    (folder / NAME).write_text(
        f"# {TURNED} <b>{FORGED}</b>\n\n## <svg onload=window.hacked=25> Récolte {{x}}\n\n"
        f"La récolte de Zorgland pèse 88 tonnes {ATTACK}.\n",
        encoding="utf-8",
    )
    for language, words in (
        ("fr", "La tour de Zorgland mesure 93 mètres"),
        ("en", "The tower of Zorgland is 93 metres high"),
    ):
        (folder / f"tour-{language}.txt").write_text(f"{words} {ATTACK}.\n", encoding="utf-8")
    title = json.dumps(CLAIMED)
    (folder / "sources.toml").write_text(
        f'[[document]]\npath = "tour-fr.txt"\nlanguage = "fr"\ntitle = {title}\n\n'
        f'[[document]]\npath = "tour-en.txt"\nlanguage = "en"\ntitle = {title}\ntranslation_of = "tour-fr.txt"\n',
        encoding="utf-8",
    )
    (folder / BAD_NAME).write_bytes(b"no pages here")
    rows = (",".join(f"{word}{number}" for number in range(COLUMNS)) for word in ("colonne ", "z"))
    (folder / "wide.csv").write_text("\n".join(rows), encoding="utf-8")
    page = ["Bulletin de Zorgland", "", "Le marché de Zorgland accueille 77 marchands <script>hacked=26</script> [1]."]
    made_pdf(folder / "bulletin.pdf", [page], CLAIMED, SCRIPT, URL)
