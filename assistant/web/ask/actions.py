"""Turns the record of an answer into what a reader may do with it: copy it, keep it as a file, say what they think.

Knows nothing about how that is done: page.js sends it, routes.py takes it.
"""

from __future__ import annotations

from assistant.evaluation.feedback import WORD_CHARS, Verdict
from assistant.web.export.lines import as_text
from assistant.web.export.record import Exported
from assistant.web.markup import safe
from assistant.web.strings import STRINGS

LONGEST_COPIED = 30_000  # characters


def render_actions(identity: str, record: Exported) -> str:
    """`identity` is the name under which the record is kept."""
    language, strings = record.language, STRINGS[record.language]
    verdicts = "".join(
        f'<button type="button" class="verdict" data-verdict="{verdict}" aria-pressed="false">'
        f"{getattr(strings, verdict)}</button>"
        for verdict in Verdict
    )
    copied, refused = safe(strings.copied), safe(strings.not_copied)
    saved, unsent = safe(strings.saved), safe(strings.not_sent)
    return (
        f'<div class="actions" data-answer="{safe(identity)}" lang="{language}"><div class="keep">'
        f'<button type="button" class="copy" data-done="{copied}" data-failed="{refused}">'
        f"{strings.copy}</button>"
        f'<button type="button" class="save" data-format="docx">{strings.export_word}</button>'
        f'<button type="button" class="save" data-format="md">{strings.export_markdown}</button></div>'
        f'<p class="status" role="status" data-saved="{saved}" data-failed="{unsent}"></p>'
        f'<pre class="to-copy" hidden>{safe(as_text(record)[:LONGEST_COPIED])}</pre>'
        f'<details class="feedback"><summary>{strings.feedback}</summary>'
        f'<div class="verdicts" role="group" aria-label="{safe(strings.feedback)}">{verdicts}</div>'
        f'<label><span>{strings.feedback_word}</span><textarea rows="2" maxlength="{WORD_CHARS}"></textarea></label>'
        f'<p class="note">{strings.feedback_notice}</p>'
        f'<button type="button" class="send" disabled>{strings.feedback_send}</button></details></div>'
    )
