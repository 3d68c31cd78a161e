"""Turns changes in a folder into builds of its index, one after the other, until interrupted.

Knows nothing about what a build does. Only importer of watchfiles; where a file system tells of no changes (network
folders), the folder is looked through from time to time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from assistant.errors import AssistantError, CorpusError
from assistant.index.build import BuildReport

QUIET_MS = 1_000  # without a change, before a build begins
AT_MOST_MS = 30_000  # a folder that never rests is built all the same
LOOK_MS = 500
LOOK_THROUGH_SECONDS = 300.0


def watch(
    corpus_folder: Path,
    index_folder: Path,
    build: Callable[[], BuildReport],
    tell: Callable[[BuildReport | AssistantError], None],
) -> None:
    """Build, then build again after changes; what cannot be done is told and tried again at the next change.

    Ends only by KeyboardInterrupt. Raises CorpusError where there is no folder, and what the first build raises.
    """
    from watchfiles import Change
    from watchfiles import watch as changes

    if not corpus_folder.is_dir():
        raise CorpusError(
            en=f"There is no folder {str(corpus_folder)!r} to watch: give the folder of your documents with --corpus.",
            fr=f"Le dossier {str(corpus_folder)!r} n'existe pas : indiquez celui de vos documents avec --corpus.",
        )
    own = index_folder.resolve()

    def is_document(_: Change, path: str) -> bool:
        return not Path(path).resolve().is_relative_to(own)

    built: float | None = None  # the first look comes when changes are already being recorded, so that none is missed
    for changed in changes(
        corpus_folder, watch_filter=is_document, step=QUIET_MS, debounce=AT_MOST_MS, rust_timeout=LOOK_MS,
        yield_on_timeout=True, raise_interrupt=True,
    ):  # fmt: skip
        if built is not None and not changed and time.monotonic() - built < LOOK_THROUGH_SECONDS:
            continue
        try:
            tell(build())
        except AssistantError as error:
            if built is None:
                raise
            tell(error)
        built = time.monotonic()
