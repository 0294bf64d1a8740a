"""What a teacher types into a cell, and what it means."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refusal import Refused
from journal.cells import Absence, Content, Difference, Value, difference, parse
from journal.models import AbsenceKind, Sign
from school.models import Scale

FIVE = Scale.TWO_TO_FIVE


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("  ", ""),
        ("5", "5"),
        (" 5 ", "5"),
        ("5 4", "5 4"),
        ("5\xa04", "5 4"),
        ("4/3", "4/3"),
        ("4\\3", "4/3"),
        ("4.3", "4/3"),
        ("43", "4/3"),
        ("4/3 5", "4/3 5"),
        ("н", "н"),
        ("Н", "н"),
        ("y", "н"),
        ("n", "н"),
        ("Y", "н"),
        ("уп", "уп"),
        ("у", "уп"),
        ("eg", "уп"),
        ("e", "уп"),
        ("б", "б"),
        (",", "б"),
        ("<", "б"),
        ("оп", "оп"),
        ("о", "оп"),
        ("j", "оп"),
        ("jg", "оп"),
        ("оп10", "оп10"),
        ("о5", "оп5"),
        ("jg15", "оп15"),
        ("5 н", "5 н"),
        ("н 5", "5 н"),
        ("4/3 б", "4/3 б"),
        (".", "·"),
        ("·", "·"),
        ("ю", "·"),
        ("н/а", "н/а"),
        ("н.а", "н/а"),
        ("y/f", "н/а"),
        ("осв", "осв"),
        ("jcd", "осв"),
    ],
)
def test_what_is_typed_in_either_layout_is_shown_as_the_journal_writes_it(typed, shown):
    assert parse(typed, scale=FIVE).text == shown


@pytest.mark.parametrize("scale", [FIVE, Scale.ONE_TO_FIVE, Scale.PASS_FAIL, Scale.HUNDRED])
@pytest.mark.parametrize("text", ["", "н", "б оп", "·", "осв н", "уп"])
def test_signs_and_absences_are_of_every_scale(scale, text):
    if text == "б оп":
        with pytest.raises(Refused) as refused:
            parse(text, scale=scale)
        assert refused.value.code == "two_absences"
    else:
        assert parse(text, scale=scale).text == text


@pytest.mark.parametrize(
    ("scale", "good", "bad"),
    [
        (Scale.TWO_TO_FIVE, ["2", "3", "4", "5"], ["0", "1", "6", "99", "5/1", "6/5", "зач"]),
        (Scale.ONE_TO_FIVE, ["1", "5", "1/5"], ["0", "6", "100", "незач"]),
        (Scale.HUNDRED, ["0", "7", "87", "100", "40/60"], ["101", "999", "зач", "50/101"]),
        (Scale.PASS_FAIL, ["зач", "незач"], ["5", "0", "4/3"]),
    ],
)
def test_a_value_fits_the_scale(scale, good, bad):
    for text in good:
        assert parse(text, scale=scale).text == text
    for text in bad:
        with pytest.raises(Refused) as refused:
            parse(text, scale=scale)
        assert refused.value.code == "out_of_scale", text


@pytest.mark.parametrize("text", ["5", "·", "зач", "4/3"])
def test_a_course_without_marks_takes_none(text):
    with pytest.raises(Refused) as refused:
        parse(text, scale=Scale.NONE)

    assert refused.value.code == "no_marks"
    assert parse("н", scale=Scale.NONE).text == "н"


@pytest.mark.parametrize("text", ["abc", "+", "5-", "-5", "５", "5,5", "<script>", "нет", "4/3/5"])
def test_what_says_nothing_is_refused(text):
    with pytest.raises(Refused) as refused:
        parse(text, scale=FIVE)

    assert refused.value.code == "unknown_mark"


@pytest.mark.parametrize("text", ["оп0", "оп241", "оп999"])
def test_lateness_has_borders(text):
    with pytest.raises(Refused) as refused:
        parse(text, scale=FIVE)

    assert refused.value.code == "minutes"


def test_a_cell_holds_four_marks_at_most():
    assert parse("5 4 3 2 н", scale=FIVE).text == "5 4 3 2 н"
    with pytest.raises(Refused) as refused:
        parse("5 4 3 2 5", scale=FIVE)

    assert refused.value.code == "too_many_marks"


def test_meaning_is_typed():
    content = parse("4/3 · оп7", scale=FIVE)

    assert content == Content(
        ((Value(points=4), Value(points=3)), (Value(sign=Sign.OWED),)),
        Absence(AbsenceKind.LATE, 7),
    )


_marks = st.lists(st.sampled_from(["2", "3", "4", "5", "4/3", "·", "осв"]), max_size=4)
_absences = st.sampled_from(["", "н", "уп", "б", "оп", "оп12"])


@given(_marks, _absences)
def test_what_is_shown_is_read_back_as_the_same(marks, absence):
    content = parse(" ".join([*marks, absence]), scale=FIVE)

    assert parse(content.text, scale=FIVE) == content


@given(st.text(max_size=30))
def test_no_text_breaks_the_parser(text):
    with suppress(Refused):
        parse(text, scale=FIVE)


def _entries(text):
    return parse(text, scale=FIVE).entries


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("5", "5", Difference()),
        ("5", "", Difference(removed=(0,))),
        ("", "5", Difference(added=((Value(5),),))),
        ("5", "4", Difference(changed=((0, (Value(4),)),))),
        ("5 4", "4", Difference(removed=(0,))),
        ("5 4", "5", Difference(removed=(1,))),
        ("5", "5 4", Difference(added=((Value(4),),))),
        ("5", "4/3", Difference(changed=((0, (Value(4), Value(3))),))),
    ],
)
def test_the_smallest_change_is_found(before, after, expected):
    assert difference(_entries(before), _entries(after)) == expected


@given(_marks, _marks)
def test_the_change_leads_to_what_was_wanted(before, after):
    old, new = _entries(" ".join(before)), _entries(" ".join(after))
    change = difference(old, new)

    changed = dict(change.changed)
    stays = [changed.get(at, entry) for at, entry in enumerate(old) if at not in change.removed]

    assert sorted([*stays, *change.added], key=str) == sorted(new, key=str)


@pytest.mark.parametrize("typed", ["5" * 5000, "н" * 5000, "4/" + "3" * 5000])
def test_a_book_typed_into_a_cell_is_no_mark(typed):
    with pytest.raises(Refused) as refused:
        parse(typed, scale=FIVE)

    assert refused.value.code == "unknown_mark"
