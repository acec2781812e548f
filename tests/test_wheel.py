"""What is installed from the wheel serves by itself, far from the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.endurance
ROOT = Path(__file__).parents[1]

ASK_FOR_HOME = """
from fastapi.testclient import TestClient
from app.main import create_app
from app.paths import MIGRATIONS, STATIC, TEMPLATES
from app.settings import Settings
assert "_bundled" in str(TEMPLATES) and STATIC.is_dir() and MIGRATIONS.is_dir()
with TestClient(create_app(Settings())) as client:
    print(client.get("/").status_code, client.get("/readyz").status_code)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("meshwise-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_wheel_serves_its_pages_and_makes_its_database(installed: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK_FOR_HOME],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(installed),
            "PATH": "/usr/bin:/bin",
            "MESHWISE_DATABASE_URL": f"sqlite:///{tmp_path}/meshwise.db",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.stdout.split() == ["200", "200"], answer.stderr


def test_the_wheel_holds_what_is_served_and_nothing_of_the_tests(installed: Path) -> None:
    folders = {path.name for path in installed.iterdir() if path.is_dir()}

    assert {name for name in folders if not name.endswith(".dist-info")} == {"app"}


def test_the_wheel_holds_the_sources_of_the_sums_and_nothing_compiled(installed: Path) -> None:
    sources = {path.name for path in (ROOT / "app" / "native").glob("*.[ch]")}
    packed = {path.name for path in (installed / "app" / "native").glob("*.*")}

    assert packed == {*sources, "__init__.py", "library.py"}
