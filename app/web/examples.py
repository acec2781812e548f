"""Requests and answers of the API as its reference shows them; the tests send each of them."""

from typing import Any, Final

REQUESTS: Final[dict[str, Any]] = {
    "goal": {
        "summary": "One goal, a size and what matters most",
        "value": {
            "answers": {
                "goals": ["mtls"],
                "services": "from_20_to_100",
                "priority": "simplicity",
            }
        },
    },
    "constraints": {
        "summary": "Must-haves that rule options out",
        "value": {
            "answers": {
                "goals": ["mtls", "observability"],
                "cni": "other_fixed",
                "workloads": ["vms"],
                "team": "not_sure",
            }
        },
    },
    "weights": {
        "summary": "Weights of your own instead of those the answers collect",
        "value": {
            "answers": {"goals": ["traffic_splitting"], "priority": "progressive_delivery"},
            "weights": {"traffic": 40, "simplicity": 10},
            "include": ["next_questions"],
        },
    },
    "robustness": {
        "summary": "With all that could change the winner, and the overhead for a cluster",
        "value": {
            "answers": {"goals": ["mtls"], "priority": "simplicity"},
            "include": ["flips", "pair_flips", "acceptability", "critical_facts", "overhead"],
            "cluster": {
                "nodes": 10,
                "node_vcpu": 8,
                "node_gib": 32,
                "meshed_pods": 300,
                "rps": 1000,
            },
        },
    },
    "nothing": {
        "summary": "No answers: the standing ranking",
        "value": {"answers": {}},
    },
}

PROBLEM: Final[dict[str, Any]] = {
    "type": "/problems/invalid-input",
    "title": "The input is not valid",
    "status": 422,
    "detail": "answers.services: There is no such answer few.",
    "errors": [
        {
            "field": "answers.services",
            "message": "There is no such answer few.",
            "allowed": [
                "under_20",
                "from_20_to_100",
                "from_100_to_500",
                "over_500",
                "not_sure",
            ],
        }
    ],
}

ANSWER: Final[dict[str, Any]] = {
    "winner": "linkerd",
    "add_ons": [],
    "settled": "leaning",
    "first_rank_share": 0.9141,
    "too_close_to_call": None,
    "alternative": None,
    "ranking": [
        {
            "option": "linkerd",
            "outcome": "recommended",
            "score": 79.11,
            "range": [71.7, 84.2],
            "contributions": {
                "security": 4.35,
                "traffic": 2.34,
                "observability": 3.84,
                "multicluster": 1.75,
                "reach": 0.79,
                "simplicity": 35.51,
                "overhead": 29.51,
                "assurance": 1.02,
            },
            "values": {
                "security": 70.83,
                "traffic": 53.33,
                "observability": 87.5,
                "multicluster": 100.0,
                "reach": 45.0,
                "simplicity": 79.38,
                "overhead": 84.1,
                "assurance": 58.33,
            },
            "reasons": [
                {
                    "kind": "meets",
                    "text": "Mutual TLS between services: full. Automatic TLS 1.3 "
                    "mutual TLS for all TCP between meshed pods, with hybrid "
                    "post-quantum key exchange since 2.19.",
                    "cell": "linkerd.mtls",
                    "sources": ["linkerd/doc-mtls", "linkerd/blog-219", "linkerd/src-proxy-crypto"],
                }
            ],
        }
    ],
    "margins": [{"criterion": "overhead", "points": 9.19}],
    "weights": {
        "security": 35.0,
        "traffic": 25.0,
        "observability": 25.0,
        "multicluster": 10.0,
        "reach": 10.0,
        "simplicity": 255.0,
        "overhead": 200.0,
        "assurance": 10.0,
    },
    "path": [
        {
            "question": "goals",
            "answer": ["mtls"],
            "effects": [
                "Mutual TLS between services is a goal, so it has to be there.",
                "Mutual TLS is a goal, so security counts more, and mutual TLS itself within it.",
            ],
        },
        {
            "question": "services",
            "answer": ["from_20_to_100"],
            "effects": ["With 20 to 100 services the effort to run a mesh still shows."],
        },
        {
            "question": "priority",
            "answer": ["simplicity"],
            "effects": [
                "Simplicity comes first, then overhead.",
                "A simple mesh still has to encrypt and authenticate calls.",
            ],
        },
    ],
    "unused_answers": [],
    "next_questions": [
        "cni",
        "sidecars",
        "mtls_assurance",
        "authorization_level",
        "release_policy",
        "platform",
    ],
    "caveats": [],
    "caveat_reasons": [],
    "concessions": [],
    "vector": "meshwise/1.0/goals=mtls/services=from_20_to_100/priority=simplicity",
    "versions": {"catalog": "2026-11-27", "graph": "1.0", "engine": "1.0"},
    "links": {
        "result": "/result?goals=mtls&services=from_20_to_100&priority=simplicity",
        "runbook": "/runbooks/linkerd",
    },
}
"""An answer to the first request, with only the first entry of each list."""

BATCHES: Final[dict[str, Any]] = {
    "two": {
        "summary": "Two sets of answers, one of them wrong",
        "value": {
            "requests": [REQUESTS["goal"]["value"], {"answers": {"services": "few"}}],
        },
    },
}

BATCH: Final[dict[str, Any]] = {
    "results": [{"index": 0, "recommendation": ANSWER}, {"index": 1, "problem": PROBLEM}]
}
"""An answer to that batch."""
