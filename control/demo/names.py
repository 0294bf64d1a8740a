"""Invented people: surnames from the mimesis package, first names as often as classes have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mimesis import Locale
from mimesis import Person as Mimesis
from mimesis.enums import Gender

from school.models import Sex

# Name and how many of a thousand children have it: the common ones of the last fifteen years.
BOYS = (
    "Александр 62|Михаил 58|Максим 52|Артём 50|Иван 45|Дмитрий 44|Даниил 42|Кирилл 36|Андрей 32"
    "|Матвей 30|Илья 29|Егор 28|Алексей 26|Тимофей 25|Роман 25|Никита 24|Владимир 22|Сергей 20"
    "|Фёдор 18|Константин 15|Николай 15|Глеб 13|Степан 13|Арсений 12|Ярослав 12|Тимур 11|Марк 10"
    "|Павел 10|Георгий 10|Лев 9|Захар 8|Денис 8|Антон 8|Евгений 7|Григорий 7|Савелий 6|Руслан 6"
    "|Семён 5|Пётр 5|Богдан 4|Виктор 4|Вячеслав 4|Всеволод 3|Мирон 3|Родион 3|Святослав 2"
)
GIRLS = (
    "Анна 52|Мария 50|София 48|Анастасия 47|Виктория 44|Полина 42|Елизавета 40|Дарья 38|Алиса 32"
    "|Ксения 31|Варвара 29|Екатерина 28|Александра 26|Вероника 25|Арина 24|Милана 20|Валерия 20"
    "|Кира 18|Ева 18|Ульяна 16|Маргарита 15|Ольга 13|Татьяна 12|Василиса 12|Диана 11|Алина 11"
    "|Юлия 10|Елена 10|Ирина 9|Наталья 8|Софья 20|Кристина 8|Злата 6|Таисия 6|Есения 5|Яна 5"
    "|Светлана 5|Камилла 4|Агата 3|Любовь 3|Мирослава 3|Стефания 2"
)
MEN = {
    "Александр": "Александров",
    "Алексей": "Алексеев",
    "Андрей": "Андреев",
    "Антон": "Антонов",
    "Артём": "Артёмов",
    "Виктор": "Викторов",
    "Виталий": "Витальев",
    "Владимир": "Владимиров",
    "Вячеслав": "Вячеславов",
    "Денис": "Денисов",
    "Дмитрий": "Дмитриев",
    "Евгений": "Евгеньев",
    "Иван": "Иванов",
    "Игорь": "Игорев",
    "Константин": "Константинов",
    "Максим": "Максимов",
    "Михаил": "Михайлов",
    "Николай": "Николаев",
    "Олег": "Олегов",
    "Павел": "Павлов",
    "Роман": "Романов",
    "Руслан": "Русланов",
    "Сергей": "Сергеев",
    "Станислав": "Станиславов",
    "Юрий": "Юрьев",
}
WOMEN = (
    "Анастасия Анна Валентина Вера Виктория Галина Дарья Евгения Екатерина Елена Ирина Ксения "
    "Лариса Людмила Марина Мария Надежда Наталья Оксана Ольга Светлана Татьяна Юлия Яна"
).split()
COMMON = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков "
    "Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин "
    "Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов "
    "Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев "
    "Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров "
    "Матвеев Титов Ёлкин Щербаков Белоусов-Рождественский Шевченко Ахметзянов Преображенский"
).split()
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a register says of a person."""

    last: str
    first: str
    patronymic: str
    sex: str
    birth_day: date | None = None


def feminine(surname: str) -> str:
    """The woman's form: Иванова, Преображенская; those in -ко and -ик do not change."""
    if "-" in surname:
        return "-".join(feminine(part) for part in surname.split("-"))
    if surname.endswith(("ский", "цкий")):
        return f"{surname[:-2]}ая"
    return f"{surname}а" if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) else surname


def latin(text: str) -> str:
    """A surname as a login name is written: shcherbakov."""
    return "".join(LATIN.get(letter, "") for letter in text.casefold())


def _weighted(text: str) -> tuple[list[str], list[int]]:
    pairs = [entry.split() for entry in text.split("|")]
    return [name for name, _ in pairs], [int(weight) for _, weight in pairs]


class Names:
    """A source of invented people, the same ones for the same seed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        source = Mimesis(Locale.RU, seed=rng.randrange(1 << 30))
        drawn = {source.surname(gender=Gender.MALE) for _ in range(900)}
        usual = ("ов", "ев", "ин", "ский", "енко", "цкий")
        rest = sorted(name for name in drawn if name.endswith(usual) and len(name) < 15)
        self._surnames = [*COMMON, *rest]
        self._weights = [6] * len(COMMON) + [1] * len(rest)
        self._boys, self._girls = _weighted(BOYS), _weighted(GIRLS)
        self._logins: dict[str, int] = {}

    def surname(self) -> str:
        """A family's name, as its men bear it."""
        return self.rng.choices(self._surnames, self._weights)[0]

    def father(self) -> str:
        return self.rng.choice(list(MEN))

    def child(self, *, surname: str, father: str, grade: int, first_day: date) -> Named:
        """A child of the usual age for the grade."""
        is_boy = self.rng.random() < 0.51
        first = self.rng.choices(*(self._boys if is_boy else self._girls))[0]
        born = first_day - timedelta(days=365 * (grade + 6) + self.rng.randrange(20, 420))
        return self._named(surname, first, father, is_boy=is_boy, born=born)

    def man(self, surname: str, first: str | None = None) -> Named:
        return self._named(surname, first or self.father(), self.father(), is_boy=True)

    def woman(self, surname: str) -> Named:
        return self._named(surname, self.rng.choice(WOMEN), self.father(), is_boy=False)

    def _named(
        self, surname: str, first: str, father: str, *, is_boy: bool, born: date | None = None
    ) -> Named:
        return Named(
            last=surname if is_boy else feminine(surname),
            first=first,
            patronymic=MEN[father] + ("ич" if is_boy else "на"),
            sex=Sex.MALE if is_boy else Sex.FEMALE,
            birth_day=born,
        )

    def login(self, named: Named, prefix: str = "") -> str:
        """A login name nobody else has: ivanova.a, ivanova.a2."""
        base = f"{prefix}{latin(named.last)}.{latin(named.first)[:1]}"
        count = self._logins[base] = self._logins.get(base, 0) + 1
        return base if count == 1 else f"{base}{count}"
