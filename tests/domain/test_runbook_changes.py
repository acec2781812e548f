from app.domain.runbook_changes import Kind, Written, WrittenStep, compare


def book(*steps: tuple[str, str], **versions: str) -> Written:
    return Written(
        tuple(WrittenStep("install", name, name.title(), {"run": text}) for name, text in steps),
        versions,
    )


def told(old: Written, new: Written) -> list[tuple[str, str]]:
    return [(step.kind.value, step.id) for step in compare(old, new).steps]


def test_steps_come_go_and_change_in_the_order_in_which_one_meets_them() -> None:
    old = book(("a", "1"), ("gone", "1"), ("b", "1"), ("c", "1"))
    new = book(("a", "1"), ("b", "2"), ("came", "1"), ("c", "1"))

    assert told(old, new) == [("removed", "gone"), ("changed", "b"), ("added", "came")]
    assert compare(old, new).same == 2


def test_a_changed_part_shows_its_lines_with_two_around_them() -> None:
    lines = [str(number) for number in range(20)]
    changed = ["x" if line in ("3", "16") else line for line in lines]

    found = compare(book(("a", "\n".join(lines))), book(("a", "\n".join(changed))))

    ((part,),) = [step.parts for step in found.steps]
    shown = "".join(f"{mark}{text} " for mark, text in part.lines)
    assert shown == " 1  2 -3 +x  4  5 …  14  15 -16 +x  17  18 "


def test_versions_that_differ_are_named_with_both() -> None:
    found = compare(book(helm="4", cli="1"), book(helm="5", flux="2"))

    assert [(pin.name, pin.old, pin.new) for pin in found.versions] == [
        ("helm", "4", "5"),
        ("cli", "1", ""),
        ("flux", "", "2"),
    ]
    assert found.count(Kind.ADDED) == 0
    assert found


def test_nothing_differs_between_a_runbook_and_itself() -> None:
    assert not compare(book(("a", "1"), helm="4"), book(("a", "1"), helm="4"))
