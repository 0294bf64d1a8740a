"""The main menu: which entry is lit."""

import pytest

from school.navigation import links
from school.standing import standing_of
from tests import builders as b


def _lit(person, school, path):
    standing = standing_of(type(person).objects.get(pk=person.pk))
    menu = links(standing, standing.in_school(school.pk), path=path)
    return [str(link.label) for link in menu if link.is_here]


@pytest.mark.django_db
def test_all_pages_of_the_own_class_are_my_class():
    school = b.a_school()
    anna = b.an_employee(school)
    own = b.a_class(school, homeroom=anna)
    other = b.a_class(school, letter="Б")
    place = f"/s/{school.pk}/classes"

    for page in ("journal/", "journal/debts/", "attendance/", "terms/", "students/7/"):
        assert _lit(anna.person, school, f"{place}/{own.pk}/{page}") == ["Мой класс"]
    assert _lit(anna.person, school, f"{place}/{other.pk}/") == ["Классы"]
    assert _lit(anna.person, school, f"{place}/") == ["Классы"]
