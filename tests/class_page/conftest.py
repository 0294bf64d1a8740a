"""The people of a class page: Anna and Boris teach, Galina leads 5А."""

import pytest

from journal.actions.works import give_usual_kinds
from tests.builders import a_school, an_employee


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
def galina(school):
    return an_employee(school, last="Галкина", first="Галина", role=None)
