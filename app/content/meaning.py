"""All linters for what the catalogue says: one function each, a sentence for every fault."""

from typing import Final

from app.content.advice import (
    advice_follows_from_its_cells,
    advice_is_short_and_plain,
)
from app.content.checks import Check
from app.content.consistency import (
    add_on_grades_name_the_add_on,
    disputes_are_about_something,
    one_fact_is_not_told_two_ways,
    only_graded_rows_have_a_grade,
    since_comes_before_until,
    what_is_not_there_has_no_maturity,
)
from app.content.evidence import (
    checks_name_the_kinds_they_read,
    every_page_is_one_source,
    grades_rest_on_a_primary_source,
    nothing_is_newer_than_the_catalogue,
    source_dates_are_in_order,
    sources_are_pages_not_sites,
)
from app.content.wording import (
    cells_hold_no_praise,
    lower_grades_say_why,
    other_claims_say_why_they_differ,
    summaries_end_alike,
    summaries_fit_their_cell,
    synonyms_add_something,
)

MEANING_CHECKS: Final[tuple[Check, ...]] = (
    summaries_fit_their_cell,
    summaries_end_alike,
    cells_hold_no_praise,
    lower_grades_say_why,
    grades_rest_on_a_primary_source,
    sources_are_pages_not_sites,
    every_page_is_one_source,
    source_dates_are_in_order,
    nothing_is_newer_than_the_catalogue,
    checks_name_the_kinds_they_read,
    since_comes_before_until,
    other_claims_say_why_they_differ,
    disputes_are_about_something,
    only_graded_rows_have_a_grade,
    one_fact_is_not_told_two_ways,
    add_on_grades_name_the_add_on,
    what_is_not_there_has_no_maturity,
    synonyms_add_something,
    advice_is_short_and_plain,
    advice_follows_from_its_cells,
)
