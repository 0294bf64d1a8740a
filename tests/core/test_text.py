"""Names sort and read as Russians expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import Name, sort_key


def test_yo_sorts_beside_ye_and_not_after_ya():
    names = ["Жуков", "Ёлкин", "Елкин", "Ершов", "Егоров"]

    assert sorted(names, key=sort_key) == ["Егоров", "Елкин", "Ёлкин", "Ершов", "Жуков"]


def test_case_hyphens_and_spaces_do_not_change_the_order():
    assert sort_key("Петров-Водкин", "Кузьма") == sort_key("петров  водкин", "КУЗЬМА")


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_sort_key_is_stable_for_any_text(last, first):
    assert sort_key(last, first) == sort_key(last, first)


@pytest.mark.parametrize(
    ("name", "full", "short", "polite"),
    [
        (
            Name("Иванов", "Иван", "Петрович"),
            "Иванов Иван Петрович",
            "Иванов И. П.",
            "Иван Петрович",
        ),
        (Name("Ли", "Ян"), "Ли Ян", "Ли Я.", "Ян"),
        (Name("Мадонна", ""), "Мадонна", "Мадонна", "Мадонна"),
    ],
)
def test_a_name_in_its_forms(name, full, short, polite):
    assert (name.full, name.short, name.polite) == (full, short, polite)
