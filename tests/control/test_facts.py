"""What the compliance pages count: one row for each thing asked, the states as the rules say."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from core.regulation import Rule
from tests.builders import MONDAY, moscow

RULE = Rule(code="ANY", clauses=(), asks="")
NOON = moscow(MONDAY, "12:00")
MOMENTS = st.integers(-3, 3).map(lambda seconds: NOON + timedelta(seconds=seconds))


@pytest.mark.django_db
@settings(max_examples=300, deadline=None)
@given(due=st.none() | MOMENTS, done=st.none() | MOMENTS, is_excused=st.booleans(), now=MOMENTS)
def test_the_state_in_sql_is_the_state_of_the_rule(due, done, is_excused, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_rule_state(%s, %s, %s, %s)", [due, done, is_excused, now])
        (found,) = cursor.fetchone()

    assert found == RULE.state(due_at=due, done_at=done, is_excused=is_excused, now=now)
