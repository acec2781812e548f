"""What tests of decisions, teams and their links do alike."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi.testclient import TestClient
from httpx2 import Response

SENT: Final[dict[str, Any]] = {
    "team": "Payments platform",
    "title": "Mesh for production",
    "author": "Kim",
    "answers": {"priority": "simplicity", "services": "from_20_to_100"},
    "chosen_option": "linkerd",
    "reason": "",
}


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved decision as the client was told of it."""

    told: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/api/decisions/{self.told['id']}"

    @property
    def team_path(self) -> str:
        return f"/api/teams/{self.told['team_id']}"

    @property
    def edit(self) -> dict[str, str]:
        return bearer(self.told["edit_url"])

    @property
    def team_view(self) -> dict[str, str]:
        return bearer(self.told["team_view_url"])

    @property
    def team_edit(self) -> dict[str, str]:
        return bearer(self.told["team_edit_url"])


def bearer(url: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {url.rpartition('/')[2]}"}


def save(client: TestClient, **changes: Any) -> Saved:
    response = client.post("/api/decisions", json={**SENT, **changes})
    assert response.status_code == 201, response.text
    return Saved(response.json())


def save_beside(client: TestClient, first: Saved, **changes: Any) -> Saved:
    """Save another decision in the team of the first."""
    sent = {key: value for key, value in SENT.items() if key != "team"} | changes
    response = client.post(f"{first.team_path}/decisions", json=sent, headers=first.team_edit)
    assert response.status_code == 201, response.text
    return Saved(response.json())


def make_link(client: TestClient, saved: Saved, kind: str, **more: Any) -> dict[str, Any]:
    response = client.post(f"{saved.path}/links", json={"kind": kind, **more}, headers=saved.edit)
    assert response.status_code == 201, response.text
    told: dict[str, Any] = response.json()
    return told


def wrong(response: Response) -> dict[str, tuple[str, ...]]:
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    return {error["field"]: tuple(error["allowed"]) for error in response.json()["errors"]}
