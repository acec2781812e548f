"""What always holds of the model, each with the test that would fail if it did not."""

from typing import Final, NamedTuple


class Property(NamedTuple):
    """Something that always holds, and the test that would fail if it did not."""

    holds: str
    file: str
    test: str


_PROPERTIES = "tests/domain/test_recommend_properties.py"
_RECOMMEND = "tests/domain/test_recommend.py"
PROPERTIES: Final = (
    Property(
        "Adding or removing an option never reorders the others.",
        _PROPERTIES,
        "test_removing_an_option_never_reorders_the_others",
    ),
    Property(
        "A copy of an option ties with it and moves nobody else.",
        _PROPERTIES,
        "test_a_duplicate_option_ties_and_moves_nobody",
    ),
    Property(
        "A better grade never lowers its option.",
        _PROPERTIES,
        "test_improving_a_graded_cell_never_lowers_its_option",
    ),
    Property(
        "A better figure never lowers its option.",
        _PROPERTIES,
        "test_improving_a_figure_never_lowers_its_option",
    ),
    Property(
        "The order in which options and answers are given does not matter.",
        _PROPERTIES,
        "test_the_order_of_options_and_answers_is_irrelevant",
    ),
    Property(
        "What is ruled out is never recommended.",
        _PROPERTIES,
        "test_what_is_ruled_out_is_never_recommended",
    ),
    Property(
        "A stricter answer never makes an option more eligible.",
        _PROPERTIES,
        "test_a_stricter_answer_never_makes_an_option_more_eligible",
    ),
    Property(
        "One more must-have never makes an option more eligible.",
        _PROPERTIES,
        "test_one_more_must_have_never_makes_an_option_more_eligible",
    ),
    Property(
        "The same input gives the same bytes, in any process.",
        _PROPERTIES,
        "test_the_same_input_gives_the_same_bytes_in_another_process",
    ),
    Property(
        "Contributions add up to the score.",
        _RECOMMEND,
        "test_contributions_add_up_to_the_score_and_can_be_recomputed",
    ),
    Property(
        "Where nothing fits, giving up what is listed makes the option fit.",
        _RECOMMEND,
        "test_giving_up_what_is_listed_makes_the_option_fit",
    ),
    Property(
        "Higher support or maturity is never worth less.",
        "tests/domain/test_value.py",
        "test_raising_support_or_maturity_never_lowers_the_value",
    ),
    Property(
        "Every option wins for some complete set of answers.",
        "tests/content/test_graph.py",
        "test_every_option_wins_for_some_complete_answers",
    ),
    Property(
        "Every question can be reached, and every effect can fire.",
        "tests/content/test_graph.py",
        "test_every_question_is_asked_for_some_answers_and_every_effect_can_fire",
    ),
    Property(
        "No effect of an answer names an option.",
        "tests/content/test_graph.py",
        "test_no_effect_names_an_option",
    ),
    Property(
        "The sample is large enough: a larger one gives nearly the same share.",
        "tests/domain/test_acceptability.py",
        "test_the_sample_is_large_enough",
    ),
    Property(
        "The page shows all that is needed to compute a score again.",
        "tests/web/test_result.py",
        "test_every_score_can_be_recomputed_by_hand_from_what_the_page_shows",
    ),
    Property(
        "The page shows the answers that each weight is the sum of.",
        "tests/web/test_result.py",
        "test_every_weight_can_be_recomputed_by_hand_from_the_answers_it_comes_from",
    ),
    Property(
        "The page shows the cells that each value is the mean of.",
        "tests/web/test_result.py",
        "test_every_value_can_be_recomputed_by_hand_from_the_cells_it_is_the_mean_of",
    ),
    Property(
        "What counts answers that could change the winner counts as ranking again does.",
        "tests/domain/test_trials.py",
        "test_the_answers_that_change_the_winner_are_counted",
    ),
    Property(
        "Pairs of answers that flip the winner are exactly those that ranking again finds.",
        "tests/domain/test_pair_flips.py",
        "test_pairs_are_all_those_that_change_the_winner_though_neither_change_does",
    ),
    Property(
        "Flips by answer are exactly those that ranking again finds.",
        "tests/domain/test_flips.py",
        "test_answer_flips_are_all_single_changes_that_change_the_winner",
    ),
    Property(
        "At a switching point of a weight the lead is nothing, and beyond it the other leads.",
        "tests/domain/test_flips.py",
        "test_at_a_weight_flip_the_lead_is_nothing_and_beyond_it_the_other_leads",
    ),
    Property(
        "Critical facts are exactly the cells that change the winner when they change.",
        "tests/domain/test_critical_facts.py",
        "test_critical_facts_are_exactly_the_cells_that_change_the_winner",
    ),
    Property(
        "Shares of first places are those of weighing again in every weighting.",
        "tests/domain/test_tastes.py",
        "test_shares_are_those_of_weighing_again_in_every_weighting",
    ),
    Property(
        "Too close to call is said by its written rule, and else never.",
        "tests/domain/test_too_close.py",
        "test_it_is_said_for_a_small_share_and_for_unknown_cells_that_could_decide_and_else_never",
    ),
    Property(
        "The example on this page can be computed again from what it shows.",
        "tests/web/test_method.py",
        "test_the_worked_example_can_be_computed_again_by_hand",
    ),
)
