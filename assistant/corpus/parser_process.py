"""Turns requests into extracts in a process of its own, which may be lost with a hostile file and takes nothing along.

Knows nothing about folders or the index. It has limited memory, no network, and writes no files; it ends when the
program that started it does.
"""

from __future__ import annotations

import contextlib
import resource
import socket
import sys
from dataclasses import replace
from typing import Any

from assistant.corpus.extract import Options
from assistant.corpus.messages import extract_as_dict, receive, send
from assistant.corpus.readers import extract
from assistant.errors import ReadingError

CLONE_NEWNET = 0x40000000
FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "os.system", "os.exec", "os.fork",
             "os.posix_spawn", "urllib.Request")  # fmt: skip


def main() -> None:
    """Serve the socket whose number is the first argument, under the memory limit of the second, in MB."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    _confine(int(sys.argv[2]) * 1_000_000)
    while (request := receive(connection)) is not None:
        message, data = request
        options = replace(Options(**message["options"]), alive=lambda: send(connection, {"alive": True}))
        answer = _answer(message["ending"], data, options)
        del request, data
        send(connection, answer)
        if answer.get("spent"):
            return


def _answer(ending: str, data: bytes, options: Options) -> dict[str, Any]:
    try:
        return {"extracts": [extract_as_dict(one) for one in extract(ending, data, options)]}
    except ReadingError as error:
        return {"en": error.en, "fr": error.fr}
    except MemoryError:
        return {"memory": True, "spent": True}
    except RecursionError:
        return {"en": "it is nested too deeply to be read", "fr": "son imbrication est trop profonde pour être lue"}
    except Exception as error:  # noqa: BLE001 (whatever a parser trips over ends this file only)
        return {"fault": type(error).__name__}


def _confine(memory_bytes: int) -> None:
    """Limits that the system keeps, then those that Python keeps."""
    with contextlib.suppress(ValueError, OSError):  # macOS keeps no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_the_network()
    sys.addaudithook(_refuse)


def _leave_the_network() -> None:
    """Where the system allows it (Linux, as root), a network of our own with nothing in it."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(CLONE_NEWNET)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in FORBIDDEN:
        raise PermissionError(f"{event} is not for parsers")
    if event == "subprocess.Popen" and str(arguments[0]) != "tesseract":
        raise PermissionError("parsers start no programs")


if __name__ == "__main__":
    main()
