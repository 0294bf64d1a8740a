"""The school's policy of marks: every row of the tables of docs/marks.md, worked out."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from journal.averages import average, shown
from journal.groups_of_students import placed, suggest_decision
from journal.models import TermSign
from journal.policy import (
    POLICY_KEYS,
    Grounds,
    Policy,
    Suggestion,
    Value,
    departs,
    final_formula,
    half_up,
    is_debt,
    suggest_final,
    suggest_term,
    suggest_year,
)
from school.choices import CHOICES
from school.queries.papers import in_words

PAGE = (settings.BASE_DIR / "docs" / "marks.md").read_text()
USUAL = Policy.of({})
SIGNS = {sign.sign: Value(sign=sign.value) for sign in TermSign}


def _table(*heads):
    """The rows of the page's table that begins with these headings."""
    found = PAGE.split("| " + " | ".join(heads), 1)[1].splitlines()[2:]
    rows = []
    for line in found:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip().replace("\\|", "|") for cell in line.strip("|").split("|")))
    assert rows
    return rows


def _value(text):
    if not text or text == "–":
        return None if text == "–" else Value()
    return SIGNS.get(text) or Value(int(text))


def _borders(text):
    return tuple(Decimal(part) for part in text.split(" / "))


def _grounds(points, **more):
    numbers = [int(part) for part in points]
    return Grounds(
        total=Decimal(sum(numbers)),
        weights=Decimal(len(numbers)),
        count=len(numbers),
        lowest=min(numbers, default=None),
        **more,
    )


def test_every_choice_of_the_policy_stands_in_the_docs_with_its_usual_value():
    rows = {row[1].strip("`"): row[2] for row in _table("choice", "key")}
    words = {
        key: in_words(CHOICES[key].default).replace(",", ".").replace("True", "yes") for key in rows
    }

    assert {key: rows[key] for key in rows} == {
        key: {"False": "no"}.get(word, word) for key, word in words.items()
    }
    assert set(POLICY_KEYS) <= set(rows)


@pytest.mark.parametrize("row", _table("marks with weights"))
def test_averages_of_the_docs(row):
    marks, total, weights, text = row
    pairs = [part.split("×") for part in marks.split()]
    mean = average((int(points), Decimal(weight)) for points, weight in pairs)

    assert mean == Fraction(Decimal(total)) / Fraction(Decimal(weights))
    assert shown(mean) == text


@pytest.mark.parametrize("row", _table("borders", "average", "suggested"))
def test_borders_of_the_docs(row):
    borders, mean, wanted = row
    policy = replace(USUAL, borders=_borders(borders))
    parts = Fraction(mean)
    grounds = Grounds(
        total=Decimal(parts.numerator), weights=Decimal(parts.denominator), count=9, lowest=2
    )

    assert suggest_term(grounds, policy).text == wanted


@pytest.mark.parametrize("row", _table("no 5 with a 2"))
def test_no_five_with_a_two_of_the_docs(row):
    answer, marks, wanted = row
    policy = replace(
        USUAL,
        no_five_with_two=answer == "yes",
        borders=_borders("2.5 / 3.5 / 4.5"),
    )

    assert suggest_term(_grounds(marks.split()), policy).text == wanted


@pytest.mark.parametrize("row", _table("hours a year", "period"))
def test_minimum_of_marks_of_the_docs(row):
    hours, period, minimum, marks, alarm = row
    needed = USUAL.needed(int(hours), period)

    assert needed == int(minimum)
    assert USUAL.is_alarm(int(marks), needed) == (alarm == "yes")


@pytest.mark.parametrize("row", _table("scale", "marks", "minimum"))
def test_absence_exemption_and_passing_of_the_docs(row):
    scale, marks, minimum, held, missed, exempt, share, wanted = row
    words = marks.split()
    numbers = [word for word in words if word.isdecimal()]
    grounds = _grounds(
        numbers,
        scale="2-5" if scale == "grade 1" else scale,
        has_marks=scale != "grade 1",
        passed=words.count("зач"),
        failed=words.count("незач"),
        held=int(held),
        missed=int(missed),
        exempt=int(exempt),
        needed=int(minimum),
    )
    policy = replace(USUAL, missed_share=Fraction(share))

    assert suggest_term(grounds, policy).text == wanted


@pytest.mark.parametrize("row", _table("way", "periods", "exam"))
def test_the_year_of_the_docs(row):
    way, periods, exam, wanted = row
    policy = replace(USUAL, year_mark=way)
    found = suggest_year(
        [_value(word) for word in periods.split()],
        policy,
        exam=_value(exam) if exam else None,
    )

    assert found.text == wanted


@pytest.mark.parametrize("row", _table("grade", "way", "marks"))
def test_final_marks_of_the_docs(row):
    grade, way, marks, wanted = row
    policy = replace(USUAL, **({f"final_grade_{grade}": way} if grade in ("9", "11") else {}))
    found = [re.fullmatch(r"([a-z]+)(\d*) (\S+)", part) for part in marks.split(", ")]
    given_marks = [(one[1], int(one[2] or grade), _value(one[3])) for one in found]

    final = suggest_final(final_formula(int(grade), policy), given_marks, grade=int(grade))

    assert final.text == wanted


@pytest.mark.parametrize("row", _table("year", "debt"))
def test_debts_of_the_docs(row):
    year, debt = row

    assert is_debt(_value(year)) == (debt == "yes")


@pytest.mark.parametrize("row", _table("grade", "marks of the year"))
def test_decisions_of_the_docs(row):
    grade, marks, wanted = row

    assert (suggest_decision(int(grade), [_value(word) for word in marks.split()]) or "") == wanted


@pytest.mark.parametrize("row", _table("marks", "group", "with one"))
def test_groups_of_students_of_the_docs(row):
    marks, group, with_one = row
    found = placed(_value(word) for word in marks.split())

    assert (found.group, found.with_one) == (group, with_one)


def test_who_has_a_two_and_is_not_attested_is_shown_in_both():
    assert placed([Value(2), SIGNS["н/а"]]).is_also_failing
    assert not placed([Value(3), SIGNS["н/а"]]).is_also_failing


@pytest.mark.parametrize("row", _table("suggested", "set", "asks why"))
def test_departures_of_the_docs(row):
    suggested, put, asks = row

    assert departs(_value(put), Suggestion(value=_value(suggested))) == (asks == "yes")


MARKS = st.lists(
    st.tuples(st.integers(2, 5), st.decimals("0.01", "10", places=2)), min_size=1, max_size=60
)


@given(marks=MARKS)
def test_the_suggestion_is_what_exact_fractions_say(marks):
    total = sum(points * weight for points, weight in marks)
    weights = sum(weight for _points, weight in marks)
    exact = sum(points * Fraction(weight) for points, weight in marks) / sum(
        Fraction(weight) for _points, weight in marks
    )
    found = suggest_term(Grounds(total=total, weights=weights, count=len(marks)), USUAL)

    assert found.mean == exact
    assert found.value.points == 2 + sum(exact >= Fraction(border) for border in USUAL.borders)


@given(numbers=st.lists(st.integers(2, 5), min_size=1, max_size=8))
def test_the_year_is_never_more_than_half_a_mark_from_the_mean_and_ties_go_up(numbers):
    found = suggest_year([Value(number) for number in numbers], USUAL)
    mean = Fraction(sum(numbers), len(numbers))

    assert Fraction(-1, 2) < found.value.points - mean <= Fraction(1, 2)


@given(value=st.fractions(0, 100))
def test_half_up_rounds_like_school(value):
    assert half_up(value) == int(value + Fraction(1, 2))


@given(values=st.lists(st.sampled_from([Value(n) for n in (2, 3, 4, 5)] + [*SIGNS.values()])))
def test_absence_alone_never_gives_a_two(values):
    grounds = Grounds(held=20, missed=len(values), needed=7)

    assert suggest_term(grounds, USUAL).value.points is None
