"""Anna's mathematics in 5А, for the tests of what control counts."""

import pytest

from journal.actions.works import give_usual_kinds
from tests.builders import a_class, a_course, a_school, an_employee, whole


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
def zoya(school):
    return an_employee(school, role="deputy", last="Завьялова", first="Зоя").person


@pytest.fixture
def course(school, anna):
    return a_course(group=whole(a_class(school)), teacher=anna)
