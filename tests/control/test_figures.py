"""The figures of reports: every row of the tables of docs/reports.md, worked out."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from control.figures import (
    Counts,
    Density,
    Judged,
    NaInSou,
    counted,
    judged,
    level,
    objectivity,
    pooled,
    rounded,
    text_of,
)
from journal.attendance import Tally
from journal.groups_of_students import placed
from journal.models import TermSign
from journal.policy import Value
from journal.progress import Share

PAGE = (settings.BASE_DIR / "docs" / "reports.md").read_text()
SIGNS = {sign.sign: Value(sign=sign.value) for sign in TermSign}
USUAL = [Decimal("2.5"), Decimal("3.5"), Decimal("4.5")]


def _table(*heads):
    """The rows of the page's table that begins with these headings."""
    found = PAGE.split("| " + " | ".join(heads), 1)[1].splitlines()[2:]
    rows = []
    for line in found:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    assert rows
    return rows


def _shown(value, places=1, *, is_share=True):
    """As the page writes it: a dash where there is no figure."""
    return text_of(value * (100 if is_share else 1), places) if value is not None else "–"


@pytest.mark.parametrize("row", _table("n5", "n4"))
def test_attainment_quality_level_and_average_of_the_docs(row):
    *numbers, setting, n, attainment, quality, learning_level, average = row
    fives, fours, threes, twos, ones, not_attested, exempt, without = map(int, numbers)
    counts = Counts(
        fives=fives,
        fours=fours,
        threes=threes,
        twos=twos,
        ones=ones,
        not_attested=not_attested,
        exempt=exempt,
        without=without,
    )
    na = NaInSou(setting)

    assert (
        str(counts.base(na)),
        _shown(counts.attainment(na)),
        _shown(counts.quality(na)),
        _shown(counts.learning_level(na), 2),
        _shown(counts.average, 2, is_share=False),
    ) == (n, attainment, quality, learning_level, average)


@pytest.mark.parametrize("row", _table("marks", "pupil-lessons"))
def test_density_of_the_docs(row):
    marks, lessons, pupils, enough, *shown = row
    density = Density(
        marks=int(marks), lessons=int(lessons), pupils=int(pupils), at_minimum=int(enough)
    )

    assert [
        _shown(density.per_lesson),
        _shown(density.per_pupil, is_share=False),
        _shown(density.enough),
    ] == shown


def _verdict(row):
    average, mark, _expected = row
    mean = None if average == "–" else Fraction(average)
    return judged(mean, SIGNS.get(mark) or Value(int(mark)), USUAL)


@pytest.mark.parametrize("row", _table("average", "mark", "judged"))
def test_objectivity_of_the_docs(row):
    verdict = _verdict(row)

    assert (verdict.value if verdict else "–") == row[2]


def test_shares_of_objectivity_of_the_docs():
    together = objectivity(_verdict(row) for row in _table("average", "mark", "judged"))
    said = re.search(
        r"(\d+) equal \(([\d,]+) %\), (\d+) higher \(([\d,]+) %\), (\d+) lower \(([\d,]+) %\)", PAGE
    )

    assert [
        part
        for what in Judged
        for part in (str(getattr(together, what.value)), _shown(together.part(what)))
    ] == list(said.groups())
    assert together.unjudged == 2


@pytest.mark.parametrize("row", _table("pupils", "lessons"))
def test_attendance_of_the_docs(row):
    pupils, lessons, ill, excused, absent, attendance, unexcused = row
    tally = Tally(
        planned=int(pupils) * int(lessons),
        ill=int(ill),
        excused=int(excused),
        absent=int(absent),
    )

    assert (_shown(tally.attendance), _shown(tally.unexcused)) == (attendance, unexcused)


@pytest.mark.parametrize("row", _table("done", "of", "percent"))
def test_fulfilment_of_the_docs(row):
    done, of, percent = row

    assert _shown(Share(done=int(done), of=int(of)).exact) == percent


@pytest.mark.parametrize("row", _table("marks", "group"))
def test_groups_of_students_of_the_docs(row):
    marks, group, part = row
    one = placed(SIGNS.get(mark) or Value(int(mark)) for mark in marks.split())
    parts = "also_failing" if one.is_also_failing else one.with_one.value or "–"

    assert (one.group.value, parts) == (group, part)


def test_marks_are_counted_by_what_they_are():
    values = [Value(5), Value(5), Value(1), SIGNS["н/а"], SIGNS["осв"], SIGNS["зач"], Value()]

    counts = counted((value, 1) for value in [*values, SIGNS["усв"]])

    assert counts == Counts(fives=2, ones=1, not_attested=1, exempt=1, passed=1, without=1)
    assert counts.has_marks
    assert not Counts(without=3).has_marks


def test_a_hundred_points_become_the_mark_of_their_level():
    borders = [Decimal(50), Decimal(70), Decimal(85)]

    found = [level(Value(points), "100", borders).points for points in (49, 50, 70, 84, 85, 100)]

    assert found == [2, 3, 4, 4, 5, 5]
    assert level(Value(3), "2-5", borders) == Value(3)
    assert level(SIGNS["н/а"], "100", borders) == SIGNS["н/а"]


def test_rounding_is_half_up_on_both_sides_of_nought():
    assert rounded(Fraction(1, 8), 2) == Decimal("0.13")
    assert rounded(Fraction(-1, 8), 2) == Decimal("-0.13")
    assert text_of(Fraction(1359, 25), 2) == "54,36"


COUNTS = st.builds(
    Counts,
    fives=st.integers(0, 40),
    fours=st.integers(0, 40),
    threes=st.integers(0, 40),
    twos=st.integers(0, 40),
    ones=st.integers(0, 5),
    not_attested=st.integers(0, 9),
    exempt=st.integers(0, 9),
    without=st.integers(0, 9),
)


@given(COUNTS, st.sampled_from(NaInSou))
def test_quality_never_exceeds_attainment_and_all_lie_between_nought_and_one(counts, na):
    if not counts.base(na):
        return
    attainment, quality = counts.attainment(na), counts.quality(na)

    assert 0 <= quality <= attainment <= 1
    assert 0 <= counts.learning_level(na) <= 1


@given(st.lists(COUNTS, max_size=4))
def test_pooling_adds_every_number(some):
    together = pooled(some)

    assert together.everybody == sum(counts.everybody for counts in some)
    assert together.numbers == sum(counts.numbers for counts in some)
