"""Who answers for an activity: a person, a group of people, another body."""

from django.db import models
from django.db.models import Q

from accounts.models import Committee, Person
from plans.models.plans import Activity


class RoleGroup(models.Model):
    """«Руководители ОО»: printed as a group, answered by each of its members."""

    class Members(models.TextChoices):
        SCHOOL_HEADS = "school-heads", "директора всех школ"
        SCHOOL_DEPUTIES = "school-deputies", "заместители директоров всех школ"
        LISTED = "listed", "перечисленные люди"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("название", max_length=200)
    members = models.CharField("кто входит", max_length=16, choices=Members, default=Members.LISTED)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="люди")

    class Meta:
        verbose_name = "ролевая группа"
        verbose_name_plural = "ролевые группы"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="role_group_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Another body that answers for activities."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("название", max_length=300)
    email = models.EmailField("эл. почта", blank=True)

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """Who answers, as worded; linked to a person, group or organisation if known."""

    class Role(models.TextChoices):
        LEAD = "lead", "ответственный"
        CO_EXECUTOR = "co-executor", "соисполнитель"
        CONTROL = "control", "контроль"

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="responsibilities"
    )
    position = models.PositiveSmallIntegerField(default=1)
    role = models.CharField("роль", max_length=12, choices=Role, default=Role.LEAD)
    wording = models.CharField("как написано", max_length=300)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        RoleGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_corrected = models.BooleanField("исправлено человеком", default=False)

    class Meta:
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, group__isnull=True)
                | Q(person__isnull=True, organisation__isnull=True)
                | Q(group__isnull=True, organisation__isnull=True),
                name="responsibility_is_one_of_person_group_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.wording
