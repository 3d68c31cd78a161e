"""Checks the MCP server with the SDK's own client, over the pipes of a real process that also prints noise."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

from assistant.answering.assistant import Assistant
from assistant.web.api import answers, requests
from assistant.web.mcp_server import TOOLS, make_server

ROOT = Path(__file__).parents[2]
STARTED = """
import sys
import assistant.answering.assistant as door
from assistant.cli import main
from tests.fake_encoder import FakeEncoder

class Noisy(FakeEncoder):
    def encode_questions(self, texts):
        print("noise while answering")
        return super().encode_questions(texts)

def load(settings):
    print("noise while loading")
    return Noisy()

door.load_encoder = load
main(["mcp", *sys.argv[1:]])
"""  # the command itself, over an encoder that needs no model
Given = TypeVar("Given")


def in_a_loop_of_its_own(run: Callable[[], Coroutine[Any, Any, Given]]) -> Given:
    """In a thread: where browser tests ran before, this one has Playwright's loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


def over_pipes(index: Path, work: Callable[[Client], Awaitable[Given]], **settings: str) -> Given:
    """What the work gives with a client of a process of its own."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", STARTED, "--index", str(index)],
        cwd=ROOT,
        env={"ASSISTANT_ANSWER_THRESHOLD": "0", **settings},
    )

    async def run() -> Given:
        with Path(os.devnull).open("w") as silent:
            async with Client(stdio_client(server, errlog=silent)) as client:
                return await work(client)

    return in_a_loop_of_its_own(run)


def told(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_a_client_lists_the_tools_asks_searches_and_reads(shared_index: Path) -> None:
    async def work(client: Client) -> tuple[Any, ...]:
        tools = (await client.list_tools()).tools
        answer = await client.call_tool("ask", {"question": "How many nurses does MedAid employ?"})
        hits = await client.call_tool("search", {"query": "puits au Niger", "k": 2, "document_language": "fr"})
        first = hits.structured_content["hits"][0]["passage_id"]
        passage = await client.call_tool("read_passage", {"passage_id": first})
        return tools, answer, hits, passage

    tools, answer, hits, passage = over_pipes(shared_index, work)
    assert ["ask", "search", "read_passage"] == [tool.name for tool in tools]
    for tool in tools:
        assert TOOLS[tool.name].takes.model_json_schema() == tool.input_schema
        assert TOOLS[tool.name].gives.model_json_schema() == tool.output_schema
    for name, result in (("ask", answer), ("search", hits), ("read_passage", passage)):
        assert not result.is_error
        assert result.structured_content == json.loads(told(result))
        TOOLS[name].gives.model_validate_json(told(result), strict=True)
    said = answers.Answer.model_validate_json(told(answer))
    assert said.answered
    assert any("110" in citation.quote for citation in said.citations)
    assert len(hits.structured_content["hits"]) == 2
    assert passage.structured_content["text"] == hits.structured_content["hits"][0]["text"]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"question": "x" * 2001}, "La question compte 2001 caractères"),
    ("ask", {}, "L'outil ask ne peut utiliser l'argument 'question'"),
    ("ask", {"question": 3}, "L'outil ask ne peut utiliser l'argument 'question'"),
    ("ask", {"question": "Où ?", "organisation": "personne"}, "personne"),
    ("search", {"query": "x", "k": 0}, "L'outil search ne peut utiliser l'argument 'k'"),
    ("search", {"query": "x", "k": "5; drop"}, "L'outil search ne peut utiliser l'argument 'k'"),
    ("search", {"query": "x", "top": 1}, "L'outil search ne peut utiliser l'argument 'top'"),
    ("search", {"query": "…"}, "La recherche est vide"),
    ("read_passage", {"passage_id": "nothing#0-1"}, "L'index ne contient rien sous l'identifiant 'nothing#0-1'"),
    ("forget", {"path": "/"}, "Aucun outil ne porte ce nom : utilisez ask, search, read_passage."),
]


def test_what_cannot_be_done_is_a_tools_error_in_one_sentence(shared_index: Path) -> None:
    async def work(client: Client) -> list[CallToolResult]:
        found = [await client.session.call_tool(name, arguments) for name, arguments, _ in BAD]
        return [*found, await client.call_tool("ask", {"question": "Combien d'infirmières ?"})]

    *refused, after = over_pipes(shared_index, work, LANG="fr_FR.UTF-8")
    for (_, _, expected), result in zip(BAD, refused, strict=True):
        assert result.is_error
        assert result.structured_content is None
        assert expected in told(result)
        assert "\n" not in told(result)
        assert "Traceback" not in told(result)
    assert not after.is_error


def test_nothing_but_the_protocol_is_written(shared_index: Path) -> None:
    opening = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    sent = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opening},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "search", "arguments": {"query": "puits"}}},
    ]  # fmt: skip
    command = [sys.executable, "-c", STARTED, "--index", str(shared_index)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("".join(json.dumps(message) + "\n" for message in sent))
        process.stdin.flush()
        answered = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        rest, said = process.stdout.read(), process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert [1, 2] == [message["id"] for message in answered]
    assert rest == ""
    assert "noise while loading" in said
    assert "noise while answering" in said


def test_without_an_index_the_command_fails_in_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "mcp", "--index", str(tmp_path)],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=100,
    )  # fmt: skip
    assert (1, "") == (done.returncode, done.stdout)
    assert "[index_missing]" in done.stderr


def test_a_crash_tells_nothing_of_the_inside(small_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("/srv/secret/path token=sk-123")

    async def run() -> CallToolResult:
        async with Client(make_server(small_assistant, "fr")) as client:
            return await client.session.call_tool("ask", {"question": "Combien ?"})

    monkeypatch.setattr(small_assistant, "ask", crash)
    result = in_a_loop_of_its_own(run)
    assert result.is_error
    assert told(result).startswith("Une erreur inattendue s’est produite")


def test_a_full_desk_is_told(small_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.desk.Desk.__init__.__defaults__", (0,))

    async def run() -> CallToolResult:
        async with Client(make_server(small_assistant, "en")) as client:
            return await client.session.call_tool("search", {"query": "wells"})

    result = in_a_loop_of_its_own(run)
    assert (result.is_error, told(result)) == (True, "Too many questions are waiting: try again in a few seconds.")


def test_the_tools_take_what_the_http_api_takes() -> None:
    assert (requests.Question, requests.Query) == (TOOLS["ask"].takes, TOOLS["search"].takes)
