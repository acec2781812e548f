"""The compiled sums are made where there is a compiler, and loaded only where they fit."""

import shutil
import subprocess
from ctypes import c_int32
from pathlib import Path

import pytest

from app.domain.compiled_sums import NONE
from app.domain.errors import Unsupported
from app.domain.kernel_tables import ANSWERS, CRITERIA, FEATURES, OPTIONS, ROWS
from app.domain.sums import EDGES
from app.native.library import FLAGS, SOURCES, compile_kernel, library_path, load_kernel

COMPILER = shutil.which("cc")
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The C files, where nothing was compiled yet."""
    for path in SOURCES.glob("*.[ch]"):
        shutil.copy(path, tmp_path)
    return tmp_path


@needs_compiler
def test_what_is_compiled_is_loaded_and_nothing_else_is_left(sources: Path) -> None:
    assert load_kernel(sources) is None
    before = {path.name for path in sources.iterdir()}

    made = compile_kernel(sources)

    assert load_kernel(sources) is not None
    assert {path.name for path in sources.iterdir()} == {*before, made.name}


@needs_compiler
def test_a_library_of_other_sources_is_not_loaded_and_is_replaced(sources: Path) -> None:
    old = compile_kernel(sources)
    header = sources / "model.h"
    header.write_text(header.read_text() + "\n/* changed */\n")

    assert load_kernel(sources) is None
    assert compile_kernel(sources) != old
    assert not old.exists()


def test_what_is_no_library_of_this_machine_is_left_alone(sources: Path) -> None:
    library_path(sources).write_bytes(b"of another kind")

    assert load_kernel(sources) is None


def test_without_a_compiler_it_says_so(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")

    with pytest.raises(Unsupported, match=r"no C compiler: no-such-compiler.*CC"):
        compile_kernel(sources)


@needs_compiler
def test_what_the_compiler_refuses_is_told_and_leaves_nothing(sources: Path) -> None:
    before = {path.name for path in sources.iterdir()} | {"broken.c"}
    (sources / "broken.c").write_text("this is not C")

    with pytest.raises(Unsupported, match=r"broken\.c"):
        compile_kernel(sources)

    assert {path.name for path in sources.iterdir()} == before


@needs_compiler
def test_a_compiler_that_would_round_otherwise_is_refused(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper = sources / "fast-cc"
    wrapper.write_text(f'#!/bin/sh\nexec {COMPILER} -ffast-math "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("CC", str(wrapper))

    with pytest.raises(Unsupported, match="otherwise than in Python"):
        compile_kernel(sources)


@needs_compiler
def test_the_sources_compile_without_a_warning(sources: Path) -> None:
    strict = ("-Wall", "-Wextra", "-Wshadow", "-pedantic", "-Werror")
    parts = map(str, sorted(sources.glob("*.c")))
    command = [str(COMPILER), *FLAGS, *strict, "-o", str(sources / "strict.so"), *parts, "-lm"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@needs_compiler
def test_the_library_and_python_agree_on_the_sizes(sources: Path) -> None:
    compile_kernel(sources)
    library = load_kernel(sources)
    assert library is not None

    found = (c_int32 * 7).in_dll(library, "limits")

    assert [*found] == [OPTIONS, CRITERIA, ROWS, ANSWERS, FEATURES, EDGES, NONE]
