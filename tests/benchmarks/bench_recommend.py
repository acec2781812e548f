"""Measure POST /recommend, in one run and as ratios: a busy machine slows all alike.

Each server is a process of its own and gets the same requests over a few open connections, round
by round, in an order that turns. A ratio is the median of those of the rounds. That of processor
time says most, because other work on the machine hardly moves it. Run it with `make bench`.
"""

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat, tee
from statistics import median

from fastapi import FastAPI
from pydantic import SecretStr

from app.content.load import load_content
from app.main import create_app
from app.native.library import load_kernel
from app.settings import Settings
from app.web.recommendation_bodies import EXTRAS
from tests.benchmarks.answer_sets import any_answers, typical
from tests.benchmarks.rivals import asking_engine, idle, ranking_engine
from tests.benchmarks.servers import Cost, Server, request, serve, servers

ROUNDS = 15
REQUESTS = 96  # in a round
AGAIN = 12  # different requests, where they are repeated
WARM_UP = 2400  # so that what is remembered by parts of answers is there, as after a day
CHECKED = 40  # answers on which the engine has to agree
ROUNDED = 0.1  # points of score that rounding can move
CLUSTER = {"nodes": 10, "node_vcpu": 8, "node_gib": 32, "meshed_pods": 300, "rps": 1000}

SERVED = ("ours", "nothing", "ranking", "asking")
TITLES = {
    "ours": "new answers",
    "again": "the same answers again",
    "nothing": "an endpoint that does nothing",
    "ranking": "zen-engine: the ranking alone",
    "asking": "zen-engine: with the next questions",
}
COMPARED = (
    ("ours", "nothing", 0.5),
    ("again", "nothing", 0.8),
    ("ours", "asking", 2.0),
    ("ours", "ranking", None),
)
"""What is compared with what, and how often as fast it has to be."""

Costs = dict[str, list[Cost]]


def measure() -> None:
    """Print the tables."""
    fresh = any_answers(load_content(), 1)

    def unseen(count: int) -> list[bytes]:
        return [request(next(fresh)) for _ in range(count)]

    with servers(__spec__.name, SERVED) as running:
        ours = running[0]
        check(running, unseen(CHECKED))
        warm_up = unseen(WARM_UP)
        ours.ask(warm_up)
        for server in running[1:]:
            server.ask(warm_up[:REQUESTS])
        rounds = tee((unseen(REQUESTS) for _ in range(ROUNDS)), len(running))
        asked = dict(zip(SERVED, zip(running, rounds, strict=True), strict=True))
        again = unseen(AGAIN) * (REQUESTS // AGAIN)
        ours.ask(again)
        costs = compare({**asked, "again": (ours, repeat(again))})
        whole = [
            ours.measure([request(next(fresh), include=EXTRAS, cluster=CLUSTER)]).processor / 1000
            for _ in range(60)
        ]
    print(f"Sums: {'compiled' if load_kernel() else 'plain Python, see make compiled'}")
    show_costs(costs)
    show_ratios(costs)
    print(f"{'all that can be included, ms at the median':66} {median(whole):6.1f} {50:6}")


def compare(asked: Mapping[str, tuple[Server, Iterator[Sequence[bytes]]]]) -> Costs:
    """Let the servers answer their rounds by turns; another one begins each time."""
    costs: Costs = {name: [] for name in asked}
    names = list(asked)
    for number in range(ROUNDS):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            server, rounds = asked[name]
            costs[name].append(server.measure(next(rounds)))
    return costs


def check(running: Sequence[Server], requests: Sequence[bytes]) -> None:
    """Raise ValueError unless the rule engine comes to the same as we do."""
    ours, _, ranking, asking = ([json.loads(one) for one in own.ask(requests)] for own in running)
    for mine, ranked, asked in zip(ours, ranking, asking, strict=True):
        scores = {one["option"]: one["score"] for one in mine["ranking"]}
        far = max(abs(scores[one["option"]] - one["score"]) for one in ranked["ranking"])
        is_same = (mine["winner"] in ranked["winner"]) if mine["winner"] else not ranked["winner"]
        if not is_same or far > ROUNDED or mine["next_questions"] != asked["next_questions"]:
            raise ValueError(f"{mine['vector']}: not {ranked} {asked['next_questions']}")


def show_costs(costs: Costs) -> None:
    """Print what a call costs each."""
    print(f"{'a call of POST /recommend':40} {'µs of CPU':>10} {'calls/s':>8} {'client busy':>12}")
    for name, rounds in costs.items():
        processor, wall = median(o.processor for o in rounds), median(o.wall for o in rounds)
        busy = median(own.client / own.wall for own in rounds)
        print(f"{TITLES[name]:40} {processor:10.0f} {1e6 / wall:8.0f} {busy:12.0%}")
    print()


def show_ratios(costs: Costs) -> None:
    """Print how often as fast we are."""
    print(f"{'how often as fast':66} {'by CPU':>6} {'aim':>6} {'in rounds':>14} {'by calls/s':>11}")
    for one, other, aim in COMPARED:
        both = list(zip(costs[one], costs[other], strict=True))
        ratios = [theirs.processor / own.processor for own, theirs in both]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        by_wall = median(theirs.wall / own.wall for own, theirs in both)
        title = f"{TITLES[one]}, against {TITLES[other]}"
        print(f"{title:66} {median(ratios):6.2f} {aim or '':6} {spread:>14} {by_wall:11.2f}")


def application(name: str) -> FastAPI:
    """Return one of the applications that are measured."""
    content = load_content()
    if name == "ours":
        return create_app(
            Settings(database_url=SecretStr(os.environ["MESHWISE_DATABASE_URL"])), content
        )
    if name == "nothing":
        return idle(content, typical(content))
    return ranking_engine(content) if name == "ranking" else asking_engine(content)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", choices=SERVED)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(application(arguments.serve), arguments.port)
    else:
        measure()
