"""What the tables of OneRoster hold: headings, words, which cells must be filled.

After the public header lists of OneRoster 1.1 and 1.2 CSV. Columns that begin with ext_ or
metadata. are the exporter's own and are passed over."""

from __future__ import annotations

from dataclasses import dataclass, field

_COMMON = ("sourcedId", "status", "dateLastModified")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One table: its columns, those that must be filled, and the words some may hold."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    booleans: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        return _COMMON + self.columns


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROLES_1_1 = _words("administrator aide guardian parent proctor relative student teacher")
_ROLES_1_2 = _ROLES_1_1 | _words(
    "counselor districtAdministrator principal siteAdministrator systemAdministrator"
)

TABLES = {
    "orgs": TableSpec(
        columns=("name", "type", "identifier", "parentSourcedId"),
        needed=("sourcedId", "name", "type"),
        words={"type": _words("department school district local state national")},
    ),
    "academicSessions": TableSpec(
        columns=("title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
        needed=("sourcedId", "title", "type", "startDate", "endDate"),
        words={"type": _words("gradingPeriod semester schoolYear term")},
        dates=("startDate", "endDate"),
    ),
    "courses": TableSpec(
        columns=(
            "schoolYearSourcedId",
            "title",
            "courseCode",
            "grades",
            "orgSourcedId",
            "subjects",
            "subjectCodes",
        ),
        needed=("sourcedId", "title"),
    ),
    "classes": TableSpec(
        columns=(
            "title",
            "grades",
            "courseSourcedId",
            "classCode",
            "classType",
            "location",
            "schoolSourcedId",
            "termSourcedIds",
            "subjects",
            "subjectCodes",
            "periods",
        ),
        needed=("sourcedId", "title", "courseSourcedId", "classType", "schoolSourcedId"),
        words={"classType": _words("homeroom scheduled")},
    ),
    "users": TableSpec(
        columns=(
            "enabledUser",
            "orgSourcedIds",
            "role",
            "username",
            "userIds",
            "givenName",
            "familyName",
            "middleName",
            "identifier",
            "email",
            "sms",
            "phone",
            "agentSourcedIds",
            "grades",
            "password",
            "userMasterIdentifier",
            "preferredGivenName",
            "preferredMiddleName",
            "preferredFamilyName",
            "primaryOrgSourcedId",
            "pronouns",
            "resourceSourcedIds",
        ),
        needed=("sourcedId", "enabledUser", "givenName", "familyName"),
        words={"role": _ROLES_1_1},
        booleans=("enabledUser",),
    ),
    "roles": TableSpec(
        columns=(
            "userSourcedId",
            "roleType",
            "role",
            "beginDate",
            "endDate",
            "orgSourcedId",
            "userProfileSourcedId",
        ),
        needed=("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"),
        words={"role": _ROLES_1_2, "roleType": _words("primary secondary")},
        dates=("beginDate", "endDate"),
    ),
    "enrollments": TableSpec(
        columns=(
            "classSourcedId",
            "schoolSourcedId",
            "userSourcedId",
            "role",
            "primary",
            "beginDate",
            "endDate",
        ),
        needed=("sourcedId", "classSourcedId", "userSourcedId", "role"),
        words={"role": _words("administrator aide proctor student teacher")},
        dates=("beginDate", "endDate"),
        booleans=("primary",),
    ),
    "demographics": TableSpec(
        columns=(
            "birthDate",
            "sex",
            "americanIndianOrAlaskaNative",
            "asian",
            "blackOrAfricanAmerican",
            "nativeHawaiianOrOtherPacificIslander",
            "white",
            "demographicRaceTwoOrMoreRaces",
            "hispanicOrLatinoEthnicity",
            "countryOfBirthCode",
            "stateOfBirthAbbreviation",
            "cityOfBirth",
            "publicSchoolResidenceStatus",
        ),
        needed=("sourcedId",),
        words={"sex": _words("male female unspecified other")},
        dates=("birthDate",),
    ),
}
# Tables of the standard that a register does not need.
PASSED_OVER = _words(
    "categories classResources courseResources lineItems lineItemLearningObjectiveIds"
    " lineItemScoreScales resources results resultLearningObjectiveIds resultScoreScales"
    " scoreScales userProfiles userResources"
)
MODES = _words("bulk delta absent")
VERSIONS = {"1.1", "1.2", "1.1.0", "1.2.0"}
STATUSES = _words("active tobedeleted inactive")
