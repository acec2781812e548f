from typing import Any

import pytest

from app.content.load import Content
from app.domain.alternatives import MOST, alternatives
from app.domain.runbook import assemble, parse_parameters


@pytest.mark.parametrize(
    ("option", "wanted", "changed"),
    [
        ("linkerd", {"platform": "openshift"}, {"platform", "option"}),
        ("linkerd", {"kubernetes_version": "1.20"}, {"kubernetes_version"}),
        ("cilium", {"strict_mtls": True}, {"strict_mtls", "option"}),
    ],
)
def test_one_change_is_enough_to_be_supported_again(
    content: Content, option: str, wanted: dict[str, Any], changed: set[str]
) -> None:
    near = alternatives(parse_parameters(option, wanted), content.runbooks)

    assert {name for one in near for name, _ in one.changes} == changed
    assert all(len(one.changes) == 1 for one in near)
    assert len(near) <= MOST
    for one in near:
        assert assemble("x", one.parameters.option, one.parameters, content.runbooks).phases


def test_the_nearest_kubernetes_version_comes_first(content: Content) -> None:
    asked = parse_parameters("linkerd", {"kubernetes_version": "1.90"})

    assert alternatives(asked, content.runbooks)[0].changes == (("kubernetes_version", "1.37"),)


def test_what_was_asked_besides_is_kept(content: Content) -> None:
    asked = parse_parameters("linkerd", {"platform": "openshift", "cluster_name": "east"})

    near = alternatives(asked, content.runbooks)

    assert {one.parameters.cluster_name for one in near} == {"east"}
