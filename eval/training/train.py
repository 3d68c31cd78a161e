"""Turns the public sets into the evidence model's weights: python -m eval.training.train --data DIR.

Knows nothing about how the program decides with the scores.
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional as F

from assistant.answering.evidence_model import WEIGHTS_PATH, trained_layers
from assistant.answering.evidence_net import build_net, pad_windows
from assistant.answering.evidence_windows import Window, build_windows
from assistant.index.bundled_model import load_bundled_model
from eval.training.checkpoint import Average, Masters, PooledDropout, save_weights
from eval.training.measure import quick_figures
from eval.training.mixture import Mixture, Shares
from eval.training.sources import Example


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window, which of its units answer, its answering tokens (None: not known), whether it answers."""

    window: Window
    units: frozenset[int]
    tokens: frozenset[int] | None
    answers: bool


def label_windows(example: Example, windows: list[Window], rng: random.Random) -> Iterator[Labelled]:
    """All windows that answer, some of those beside them, one or two of a passage that does not answer."""
    if example.weak:
        if len(windows) == 1:
            yield Labelled(windows[0], frozenset(), None, True)
        return
    if not example.spans:
        for window in rng.sample(windows, min(len(windows), 2 if rng.random() < 0.3 else 1)):
            yield Labelled(window, frozenset(), frozenset(), False)
        return
    for window in windows:
        units, tokens, exact = set(), set(), True
        for place, unit in enumerate(window.units):
            for sentence, start, end in example.spans:
                if sentence == unit.sentence and start == end:
                    units.add(place)
                    exact = False
                elif sentence == unit.sentence:
                    inside = [i for i, (a, b) in enumerate(unit.offsets) if a < end and start < b and a < b]
                    tokens |= {unit.start + i for i in inside}
                    units |= {place} if inside else set()
        if units or rng.random() < 0.35:
            yield Labelled(window, frozenset(units), frozenset(tokens) if exact else None, bool(units))


def batches(examples: list[Example], tokenizer: Tokenizer, size: int, rng: random.Random) -> Iterator[list[Labelled]]:
    """Batches of windows of like length, in random order within stretches of about 4,000 examples."""
    for first in range(0, len(examples), 4000):
        labelled = []
        for example in examples[first : first + 4000]:
            (windows,) = build_windows(tokenizer, example.question, [(example.title, example.sentences)])
            labelled += label_windows(example, windows, rng)
        labelled.sort(key=lambda item: len(item.window.ids) + rng.random() * 8)
        groups = [labelled[place : place + size] for place in range(0, len(labelled), size)]
        rng.shuffle(groups)
        yield from groups


def loss_of(net: Any, batch: list[Labelled]) -> torch.Tensor:
    """Listwise cross-entropy with null + half the sentence BCE + twice the token BCE, each a mean per window."""
    ids, units = pad_windows([item.window for item in batch])
    tokens, sentences, nulls = net(ids, units)
    exists = units.any(-1)
    right = torch.zeros_like(exists)
    answer = torch.zeros_like(tokens)
    known = torch.zeros(len(batch))
    for row, item in enumerate(batch):
        right[row, list(item.units)] = True
        if item.answers and not item.units:
            right[row] = exists[row]
        if item.tokens is not None:
            known[row] = 1
            answer[row, list(item.tokens)] = 1
    sure = torch.tensor([float(bool(item.units) or not item.answers) for item in batch])
    answers = torch.tensor([item.answers for item in batch])
    everything = torch.logsumexp(torch.cat([sentences, nulls[:, None]], 1), 1)
    chosen = torch.logsumexp(sentences.masked_fill(~right, -30000.0), 1)
    listwise = everything - torch.where(answers, chosen, nulls)
    each = F.binary_cross_entropy_with_logits(sentences.clamp(-50, 50), right.float() * 0.98 + 0.01, reduction="none")
    single = (each * exists).sum(1) / exists.sum(1).clamp(min=1) * sure
    inside = units.any(1)
    every = F.binary_cross_entropy_with_logits(tokens, answer, reduction="none", pos_weight=torch.tensor(2.0))
    token = (every * inside).sum(1) / inside.sum(1).clamp(min=1) * known
    return (listwise + 0.5 * single + 2 * token).mean()


class Workers:
    """Two single-threaded copies of the network that share the batches' parts: on a busy machine one slow
    core then holds up a part, not every multiplication. The order of the sums, hence the last digit, may vary."""

    def __init__(self, bert: Any, layers: int, dropout: float, seed: int, start: Path | None = None) -> None:
        self.nets = [build_net(bert, layers).settle() for _ in range(2)]
        state = self.nets[0].trained.state_dict() | (_upper(load_file(start), layers) if start else {})
        for net in self.nets:
            net.trained.load_state_dict(state)
        self.free: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for number, net in enumerate(self.nets):
            PooledDropout.install(net.trained["layers"], dropout, seed + 100 * number)
            net.eval()
            net.trained.train()  # the lower layers stay as they are, without dropout
            self.free.put(net)
        self.pool = ThreadPoolExecutor(len(self.nets))

    def learn(self, batch: list[Labelled], parts: int = 4) -> float:
        """Adds the gradients of the batch's mean loss to the copies; the loss."""
        size = -(-len(batch) // parts)
        pieces = [batch[place : place + size] for place in range(0, len(batch), size)]
        return sum(self.pool.map(lambda piece: self._part(piece, len(piece) / len(batch)), pieces))

    def _part(self, piece: list[Labelled], share: float) -> float:
        net = self.free.get()
        loss = loss_of(net, piece) * share
        loss.backward()
        self.free.put(net)
        return float(loss.detach())


def _upper(state: dict[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """The state of fewer trained layers, named as the last ones of `layers`."""
    below, moved = layers - trained_layers(state), {}
    for name, value in state.items():
        kind, number, rest = (*name.split(".", 2), "")[:3]
        moved[f"layers.{int(number) + below}.{rest}" if kind == "layers" else name] = value
    return moved


def train(arguments: argparse.Namespace) -> None:
    torch.manual_seed(arguments.seed)
    rng = random.Random(arguments.seed)
    base = load_bundled_model()
    workers = Workers(base.bert, arguments.layers, arguments.dropout, arguments.seed, arguments.start)
    masters = Masters([net.trained for net in workers.nets], arguments.rate, arguments.head_rate)
    average = Average(masters, arguments.average)
    started = saved = time.monotonic()
    mixture = Mixture.load(arguments.data, base, Shares(**{f.name: getattr(arguments, f.name) for f in fields(Shares)}))
    print(f"loaded {len(mixture.human)} examples in {time.monotonic() - started:.0f} s", flush=True)
    seen, step, running, passed = 0, 0, 0.0, 0.0
    torch.set_num_threads(1)
    while passed < 1:
        examples = mixture.epoch(rng)
        print("epoch", len(examples), Counter(e.source for e in examples).most_common(), flush=True)
        for batch in batches(examples, base.tokenizer, arguments.batch, rng):
            passed = max(seen / arguments.sequences, (time.monotonic() - started) / 60 / arguments.minutes)
            if passed >= 1:
                break
            loss = workers.learn(batch)
            masters.step(min(1.0, (step + 1) / 100) * max(0.02, 1 - passed))
            average.update(step)
            seen, step, running = seen + len(batch), step + 1, 0.99 * running + 0.01 * loss
            if step % 50 == 0:
                bias = 1 - 0.99**step
                print(f"{step} {seen} {time.monotonic() - started:.0f}s loss {running / bias:.4f}", flush=True)
            if time.monotonic() - saved > 60 * arguments.save_minutes:
                _keep(average, base, arguments, step, seen)
                saved = time.monotonic()
    _keep(average, base, arguments, step, seen)


def _keep(average: Average, base: Any, arguments: argparse.Namespace, step: int, seen: int) -> None:
    settings = {name: str(value) for name, value in vars(arguments).items() if name not in ("data", "output", "start")}
    save_weights(
        average.state(),
        arguments.output,
        {**settings, "steps": str(step), "seen": str(seen), **_before(arguments.start)},
    )
    figures = quick_figures(base, arguments.output, arguments.data) if arguments.quick else {}
    print("kept", step, seen, json.dumps(figures), flush=True)


def _before(start: Path | None) -> dict[str, str]:
    """The training behind the weights that were gone on from."""
    card = json.loads(start.with_suffix(".json").read_text("utf-8")) if start else {}
    return {"before": json.dumps(card["training"])} if card else {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of public sets")
    parser.add_argument("--output", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of the default model's")
    parser.add_argument("--sequences", type=int, default=130_000)
    parser.add_argument("--minutes", type=float, default=1e9, help="end early, with the rate already low")
    parser.add_argument("--save-minutes", type=float, default=9)
    parser.add_argument("--quick", action="store_true", help="print a few figures with every save; takes a minute")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=6e-4)
    parser.add_argument("--layers", type=int, default=6, help="how many of the default model's last layers to train")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--average", type=float, default=0.99, help="how slowly the shipped mean follows the weights")
    for field in fields(Shares):
        kind = type(field.default)
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=kind, default=field.default)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
