"""What a hot page says on every request alike is rendered once in each language."""

from django.template import Context, Template
from django.utils.translation import override

WORDS = '{% load i18n %}{% unchanging %}{% translate "Save" %}{{ name }}{% endunchanging %}'


def test_what_never_changes_is_said_in_the_language_of_the_page():
    template = Template(WORDS)

    with override("en"):
        english = template.render(Context())
    with override("ru"):
        russian = template.render(Context())

    assert (english, russian) == ("Save", "Сохранить")
    with override("en"):
        assert template.render(Context()) == "Save"


def test_nothing_of_one_page_stays_for_the_next():
    template = Template(WORDS)

    with override("en"):
        assert template.render(Context({"name": "Anna"})) == "Save"
        assert template.render(Context({"name": "Boris"})) == "Save"
