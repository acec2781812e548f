import pytest

from app.web.words import day, figure, host, release


@pytest.mark.parametrize(
    ("text", "written"),
    [("2026-11-22", "22 November 2026"), ("2026-02-03", "3 February 2026"), ("unknown", "unknown")],
)
def test_days_are_written_out_and_other_texts_left_alone(text: str, written: str) -> None:
    assert day(text) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.0, "0"), (50.0, "50"), (14.5, "14.5"), (0.25, "0.25"), (1500.0, "1,500"), (100.4, "100")],
)
def test_figures_have_no_more_digits_than_they_mean(number: float, written: str) -> None:
    assert figure(number) == written


def test_a_host_is_named_without_its_www() -> None:
    assert host("https://www.example.org/a?b") == "example.org"
    assert host("not an address") == "not an address"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1.31 (release-1.31 of 2026-08-20)", "1.31"),
        ("3.0 (master of 2026-08-21) and 2.14.3", "3.0 and 2.14.3"),
        ("edge-26.8.3", "edge-26.8.3"),
    ],
)
def test_a_release_is_written_without_what_stands_in_brackets(text: str, written: str) -> None:
    assert release(text) == written
