"""What most tests of the journal begin with: Anna's lesson of mathematics in 5А."""

import pytest

from journal.actions.works import give_usual_kinds
from journal.models import WorkKind
from tests.builders import MONDAY, a_class, a_course, a_lesson, a_school, an_employee, moscow, whole


@pytest.fixture
def school(db):
    school = a_school()
    give_usual_kinds(school.pk)
    return school


@pytest.fixture
def anna(school):
    return an_employee(school, last="Орлова", first="Анна", patronymic="Сергеевна")


@pytest.fixture
def boris(school):
    return an_employee(school, last="Лебедев", first="Борис", patronymic="Ильич")


@pytest.fixture
def course(school, anna):
    return a_course(group=whole(a_class(school)), teacher=anna)


@pytest.fixture
def lesson(course):
    """Monday, 8 September, 08:30–09:15."""
    return a_lesson(course)


@pytest.fixture
def during():
    """Ten minutes into the lesson."""
    return moscow(MONDAY, "08:40")


@pytest.fixture
def kind(school):
    """A kind of work by its beginning."""

    def find(name):
        return WorkKind.objects.get(school=school, name__startswith=name)

    return find
