"""Turns an assistant into one that follows its index: when another generation is in force, the next question gets it.

Knows nothing about how an index is built or a question answered. A question that has begun ends with the generation
that it began with; a generation that cannot be opened leaves the one before in its place, an index that is gone
leaves nothing.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from threading import Lock, Thread

from assistant.answering.assistant import Assistant
from assistant.answering.stages import Heed, unheeded
from assistant.errors import AssistantError, IndexMissing
from assistant.index.opened import OpenedIndex, generation_in_force, open_index
from assistant.records import Answer, Filter, Language
from assistant.settings import LOCAL

TRY_AGAIN_SECONDS = 10.0
logger = logging.getLogger(__name__)


class Following:
    """Safe to use from several threads."""

    def __init__(self, assistant: Assistant, index_folder: Path) -> None:
        self._assistant = assistant
        self._folder = index_folder
        self._pointed = generation_in_force(index_folder)
        self._turn = Lock()
        self._not_before = 0.0

    def follow_store(self) -> None:
        """Where the setting names a Milvus, fetch what is put in force there from now on, beside the questions."""
        if self._assistant.settings.store != LOCAL:
            from assistant.index.milvus.carrying import keep_following

            given = (self._folder, self._assistant.settings, self._assistant.retriever.encoder.identity)
            Thread(target=keep_following, args=given, name="follow the store", daemon=True).start()

    @property
    def index(self) -> OpenedIndex:
        return self._assistant.index

    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer:
        """The answer, from the generation that is in force when the question comes."""
        return self.newest().ask(question, language, wanted, heed)

    def newest(self) -> Assistant:
        """The assistant of the generation in force; the one before while that one cannot be opened."""
        with self._turn:
            try:
                pointed = generation_in_force(self._folder)
                if pointed != self._pointed and time.monotonic() >= self._not_before:
                    self._not_before = time.monotonic() + TRY_AGAIN_SECONDS
                    self._open(pointed)
            except OSError as error:
                logger.warning("The index could not be looked at: %s", error)
            return self._assistant

    def _open(self, pointed: str) -> None:
        try:
            index = open_index(self._folder, self._assistant.retriever.encoder.identity)
        except IndexMissing:
            raise  # everything was forgotten: nothing may go on answering
        except AssistantError as error:
            logger.warning("%s goes on answering: %s", self.index.generation, error.en)
            return
        if index.damage:
            logger.warning("%s", index.damage.en)
        self._assistant = self._assistant.over(index)
        self._pointed = pointed
        self._not_before = 0.0
        logger.info("%s answers from now on", index.generation)
