"""What the table says to set exists: in the chart, the command line or the resource's schema."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.content.checks import needs_can_be_set
from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.claims import Cell, Claim, FeatureKind, Need, Support, Where

UPSTREAM = Path(__file__).parents[1] / "upstream"
NEWER = {"kuma": "kuma-3.0-preview", "kumactl": "kumactl-3.0-preview"}
KUBERNETES = {"v1 Secret", "v1 Service", "networking.k8s.io/v1 NetworkPolicy"}
GRADED_CELLS_WITH_NEEDS = 250


def graded_needs(content: Content) -> Iterator[tuple[str, str, Need]]:
    """Yield option, feature and need of every graded cell."""
    for option in content.catalogue.options:
        for cell in option.cells:
            if content.catalogue.feature(cell.feature).kind is FeatureKind.GRADED:
                for need in cell.claim.needs:
                    yield option.id, cell.feature, need


@cache
def inventory(folder: str, name: str) -> Mapping[str, Any]:
    text = (UPSTREAM / folder / f"{NEWER.get(name, name)}.json").read_text(encoding="utf-8")
    parsed: Mapping[str, Any] = json.loads(text)
    return parsed


def chart_has(chart: str, key: str) -> bool:
    """Whether the chart reads `key`, or has it below a key that takes anything."""
    found = inventory("charts", chart)
    for prefix in ("", *(f"{one}." for one in found.get("merged_prefixes", []))):
        if prefix and not key.startswith(prefix):
            continue
        parts = key.removeprefix(prefix).split(".")
        if ".".join(parts) in found["keys"]:
            return True
        for end in range(len(parts) - 1, 0, -1):
            above = found["keys"].get(re.sub(r"\[\d+\]", "", ".".join(parts[:end])))
            if above is not None:
                listed = parts[end - 1].endswith("]") and above["type"] == "array"
                return bool(above.get("open")) or listed
    return False


def tool_has(command: str) -> bool:
    """Whether the tool has the subcommand with each of its flags."""
    tool, *words = command.split()
    found = inventory("cli", tool)
    path = [word for word in words if not word.startswith("-")]
    if path[0] == "x":
        path[0] = "experimental"
    known = found["commands"].get(" ".join(path))
    flags = [word.split("=")[0] for word in words if word.startswith("-")]
    return known is not None and all(
        flag in known["flags"] or flag in {each["short"] for each in known["flags"].values()}
        for flag in flags
    )


def schemas_of(key: str) -> list[Mapping[str, Any]]:
    group, version, kind = re.fullmatch(r"(.+)/(\S+) (\S+)", key).groups()  # type: ignore[union-attr]
    files = sorted((UPSTREAM / "crds" / group).rglob(f"{kind}_{version}.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def kind_has(key: str, field: str) -> bool:
    """Whether a version of the kind has the field, and takes the value that is given."""
    path, _, value = field.partition(": ")
    for schema in schemas_of(key):
        part: Any = schema
        for name in path.replace("[]", "").split("."):
            while "items" in part:
                part = part["items"]
            fields = part.get("properties")
            if fields is None and part.get("additionalProperties") is not False:
                return True
            part = (fields or {}).get(name)
            if part is None:
                break
        if part is not None and (not value or value in map(str, part.get("enum", [value]))):
            return True
    return False


def test_many_cells_of_every_option_say_what_to_set(content: Content) -> None:
    cells = {(option, feature) for option, feature, _ in graded_needs(content)}

    assert len(cells) >= GRADED_CELLS_WITH_NEEDS
    assert {option for option, _ in cells} == {one.id for one in content.catalogue.options}


def test_a_helm_key_exists_in_its_chart(content: Content) -> None:
    unknown = [
        (option, feature, need.chart, need.key)
        for option, feature, need in graded_needs(content)
        if need.chart is not None and not chart_has(need.chart, need.key)
    ]

    assert unknown == []


def test_a_command_and_its_flags_exist(content: Content) -> None:
    unknown = [
        (option, feature, need.key)
        for option, feature, need in graded_needs(content)
        if need.where is Where.CLI and not tool_has(need.key)
    ]

    assert unknown == []


def test_a_resource_kind_and_its_field_exist(content: Content) -> None:
    unknown = [
        (option, feature, need.key, need.value)
        for option, feature, need in graded_needs(content)
        if need.where is Where.RESOURCE
        and need.key not in KUBERNETES
        and (not schemas_of(need.key) or (need.value and not kind_has(need.key, need.value)))
    ]

    assert unknown == []


@pytest.mark.parametrize(
    ("chart", "key", "known"),
    [
        ("istiod", "global.meshID", True),
        ("istiod", "pilot.autoscaleMin", True),
        ("istiod", "meshConfig.anything", True),
        ("istiod", "global.meshId", False),
        ("kuma", "meshes[0].ingress.enabled", True),
        ("kuma", "ingress.enabled", False),
    ],
)
def test_the_inventory_tells_a_key_from_a_misspelt_one(
    chart: str, key: str, *, known: bool
) -> None:
    assert chart_has(chart, key) is known


def test_the_inventory_tells_a_command_and_a_field_from_a_misspelt_one() -> None:
    policy = "security.istio.io/v1 PeerAuthentication"

    assert tool_has("linkerd check --pre")
    assert not tool_has("linkerd check --before")
    assert not tool_has("linkerd test")
    assert kind_has(policy, "spec.mtls.mode: STRICT")
    assert not kind_has(policy, "spec.mtls.mode: Strict")
    assert not kind_has(policy, "spec.tls.mode")
    assert schemas_of("security.istio.io/v1 PeerAuthorization") == []


def planted(catalogue: Catalogue, support: Support, *needs: Need) -> Catalogue:
    """Return the catalogue with these needs in Linkerd's cell of mutual TLS."""
    linkerd = catalogue.option("linkerd")
    claim = linkerd.cell("mtls").claim
    changed = Claim.model_construct(**{**dict(claim), "support": support, "needs": needs})
    cell = Cell.model_construct(feature="mtls", claims=(changed,))
    option = type(linkerd).model_construct(**{**dict(linkerd), "cells": (cell,)})
    return Catalogue.model_construct(**{**dict(catalogue), "options": (option,)})


def need(where: Where, key: str) -> Need:
    return Need(where=where, key=key, chart="linkerd-viz" if where is Where.HELM else None)


PLACE = "linkerd.yaml: cells[mtls].claims[0].needs"


def test_a_setting_for_what_is_not_there_is_found(content: Content) -> None:
    label = need(Where.LABEL, "linkerd.io/inject")

    assert list(needs_can_be_set(planted(content.catalogue, Support.FULL, label))) == []
    assert list(needs_can_be_set(planted(content.catalogue, Support.NONE, label))) == [
        f"{PLACE}: nothing can be set for what is none"
    ]


def test_a_setting_that_stands_twice_is_found(content: Content) -> None:
    label = need(Where.LABEL, "linkerd.io/inject")

    assert f"{PLACE}: linkerd.io/inject stands twice" in list(
        needs_can_be_set(planted(content.catalogue, Support.FULL, label, label))
    )


@pytest.mark.parametrize(
    ("where", "key"),
    [
        (Where.HELM, "proxy..tracing"),
        (Where.CLI, "linkerd"),
        (Where.LABEL, "linkerd.io/inject=enabled"),
        (Where.ANNOTATION, "linkerd.io/inject: enabled"),
        (Where.RESOURCE, "PeerAuthentication"),
        (Where.RESOURCE, "security.istio.io/v1/PeerAuthentication"),
    ],
)
def test_a_misshapen_setting_is_found(content: Content, where: Where, key: str) -> None:
    wrong = planted(content.catalogue, Support.FULL, need(where, key))

    assert list(needs_can_be_set(wrong)) == [f"{PLACE}: {key} is no {where} key"]


@pytest.mark.parametrize("where", list(Where))
def test_a_helm_key_and_only_that_names_its_chart(where: Where) -> None:
    chart = None if where is Where.HELM else "istiod"

    with pytest.raises(ValidationError, match="names its chart"):
        Need(where=where, key="a.b", chart=chart)
