"""Schools, the people of a school, and the register of schools that need help."""

from schools.models.cases import Case, CaseDecision, CaseEvidence, CaseQuerySet
from schools.models.imports import SchoolImport, SchoolImportQuerySet
from schools.models.schools import (
    ClassGroup,
    GradeSize,
    Post,
    PostQuerySet,
    School,
    SchoolQuerySet,
    schools_served_by,
)

__all__ = [
    "Case",
    "CaseDecision",
    "CaseEvidence",
    "CaseQuerySet",
    "ClassGroup",
    "GradeSize",
    "Post",
    "PostQuerySet",
    "School",
    "SchoolImport",
    "SchoolImportQuerySet",
    "SchoolQuerySet",
    "schools_served_by",
]
