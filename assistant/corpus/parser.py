"""Turns a file's bytes into extracts by way of a parser process, kept warm over files and replaced when lost.

Knows nothing about formats. A file that takes too long, too much memory or the process's life is told in one sentence,
and the next file is read.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from functools import lru_cache
from typing import Any

from assistant.corpus.extract import Extract
from assistant.corpus.limits import Limits
from assistant.corpus.messages import extract_from_dict, options_as_dict, receive, send
from assistant.errors import ReadingError

PROGRAM = ["-m", "assistant.corpus.parser_process"]
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "HOME", "TESSDATA_PREFIX", "TMPDIR", "SYSTEMROOT")


class Parser:
    """One parser process at a time, under the same limits for every file."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None

    def read(self, ending: str, data: bytes) -> list[Extract]:
        """The extracts of one file. Raises ReadingError, whatever the file does to its parser."""
        try:
            answer = self._ask(ending, data)
        except TimeoutError:
            self.close()
            seconds = f"{self._limits.timeout_s:g}"
            raise ReadingError(
                en=f"reading it took more than {seconds} s and was stopped; split it or raise reading_timeout_s",
                fr=f"sa lecture a dépassé {seconds} s et a été arrêtée ; divisez-le ou augmentez reading_timeout_s",
            ) from None
        except OSError:
            answer = None
        except BaseException:  # an interruption leaves an answer on its way that belongs to no later file
            self.close()
            raise
        return self._extracts(answer)

    def close(self) -> None:
        """End the process and what it started."""
        if self._connection:
            self._connection.close()
        if self._process:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process, self._connection = None, None

    def _ask(self, ending: str, data: bytes) -> dict[str, Any] | None:
        connection = self._started()
        request = {"ending": ending, "options": options_as_dict(self._limits.options)}
        deadline = time.monotonic() + self._limits.timeout_s
        connection.settimeout(max(self._limits.timeout_s, 0.01))
        send(connection, request, data)
        while True:
            connection.settimeout(max(deadline - time.monotonic(), 0.01))
            received = receive(connection)
            if received is None or not received[0].get("alive"):
                return received[0] if received else None
            deadline = time.monotonic() + self._limits.timeout_s

    def _extracts(self, answer: dict[str, Any] | None) -> list[Extract]:
        if answer is None or answer.get("spent"):
            self.close()
        if answer is not None and "en" in answer:
            raise ReadingError(en=str(answer["en"]), fr=str(answer["fr"]))
        if answer is not None and answer.get("memory"):
            most = self._limits.memory_mb
            raise ReadingError(
                en=f"reading it took more than {most} MB; split it or raise reading_memory_mb",
                fr=f"sa lecture a demandé plus de {most} Mo ; divisez-le ou augmentez reading_memory_mb",
            )
        try:
            if answer is not None and "extracts" in answer:
                return [extract_from_dict(record) for record in answer["extracts"]]
        except (TypeError, KeyError, ValueError, AttributeError):
            self.close()
        fault = f" ({answer['fault']})" if answer and "fault" in answer else ""
        raise ReadingError(
            en=f"its parser failed{fault}: the file is damaged or too large; save it again from its program",
            fr=f"son analyseur a échoué{fault} : le fichier est endommagé ou trop grand ; enregistrez-le à nouveau",
        )

    def _started(self) -> socket.socket:
        if self._connection and self._process and self._process.poll() is None:
            return self._connection
        self.close()
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        environment["OMP_THREAD_LIMIT"] = "1"  # Tesseract is faster so, and leaves room for others
        command = [sys.executable, *PROGRAM, str(theirs.fileno()), str(self._limits.memory_mb)]
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            command,
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._connection = ours
        return ours


@lru_cache(maxsize=4)
def warm_parser(limits: Limits) -> Parser:
    """The parser for these limits; it lives as long as the program, so that a second folder is read at once."""
    parser = Parser(limits)
    atexit.register(parser.close)
    return parser
