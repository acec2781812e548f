import subprocess
import sys

from fastapi import FastAPI

import app.main


def test_importing_the_module_makes_nothing() -> None:
    code = "import app.main; assert 'app' not in vars(app.main)"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_name_app_makes_the_application_once() -> None:
    made = app.main.app

    assert isinstance(made, FastAPI)
    assert app.main.app is made
