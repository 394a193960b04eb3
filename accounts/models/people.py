"""People, their committee, their accounts and the invitations to make one."""

import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

# What the installer of a new portal finds; its true name is written in the support screens.
FIRST_COMMITTEE = {"name": "Комитет", "short_name": "Комитет"}


class Committee(models.Model):
    """Whose portal this is; one installation may serve several municipalities of a region."""

    name = models.CharField("название", max_length=300)
    short_name = models.CharField("краткое название", max_length=120)
    instrumental = models.CharField(
        "кем утверждён (творительный)",
        max_length=300,
        blank=True,
        help_text="для грифа: «приказом комитета по образованию»",
    )
    region_code = models.CharField("код региона", max_length=2, blank=True)

    class Meta:
        verbose_name = "комитет"
        verbose_name_plural = "комитеты"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name


class PersonQuerySet(models.QuerySet["Person"]):
    """Which people."""

    def visible_to(self, user: "User") -> Self:
        """The committee's staff see the people of their committee; others see nobody."""
        return self.filter(committee_id=user.committee_id) if user.is_committee else self.none()

    def for_table(self) -> Self:
        """With the account, and whether an invitation is under way, in two queries in all."""
        return self.select_related("account").annotate(
            invited_until=models.Subquery(
                Invitation.objects.filter(
                    person=models.OuterRef("pk"), used_at__isnull=True, withdrawn_at__isnull=True
                ).values("expires_at")[:1]
            )
        )

    def of(self, committee_id: int) -> Self:
        return self.filter(committee_id=committee_id)


class Person(models.Model):
    """A human being known to the committee; may be responsible without an account.

    One person, never two records: school posts, accounts and observers all point here.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, verbose_name="комитет")
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80, blank=True)
    patronymic = models.CharField("отчество", max_length=80, blank=True)
    position = models.CharField("должность", max_length=200, blank=True)
    email = models.EmailField("эл. почта", blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["last_name", "first_name", "patronymic", "pk"]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person-detail", args=[self.pk])

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """«Громов П. А.», with non-breaking blanks."""
        initials = [f"{name[0]}." for name in (self.first_name, self.patronymic) if name]
        return "\u00a0".join([self.last_name, *initials])


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", "Администратор"
    EDITOR = "editor", "Сотрудник комитета"
    HEAD = "head", "Руководитель комитета"
    DEPUTY = "deputy", "Заместитель директора школы"
    OBSERVER = "observer", "Наблюдатель"


class PortalUserManager(UserManager["User"]):
    """Accounts; `createsuperuser` makes an administrator."""

    def visible_to(self, user: "User") -> "models.QuerySet[User]":
        """Accounts are the administrator's business, and only those of the own committee."""
        own = self.filter(committee_id=user.committee_id)
        return own if user.is_administrator else own.none()

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """The account belongs to the only committee; the first one also makes the committee.

        Raises:
            ValidationError: there are several committees, and none was named.
        """
        extra.setdefault("role", Role.ADMINISTRATOR)
        if "committee" not in extra:
            extra["committee"] = _only_committee()
        return super().create_superuser(username, email, password, **extra)


def _only_committee() -> Committee:
    known = list(Committee.objects.all()[:2])
    if len(known) > 1:
        raise ValidationError(
            "На портале несколько комитетов. Заведите администратора на странице «Люди и доступ» "
            "от имени администратора нужного комитета."
        )
    return known[0] if known else Committee.objects.create(**FIRST_COMMITTEE)


class User(AbstractUser):
    """An account. What it may do follows from its role; which school, from the person's posts."""

    STAFF_ROLES = (Role.ADMINISTRATOR, Role.EDITOR, Role.HEAD)

    role = models.CharField("роль", max_length=20, choices=Role, default=Role.OBSERVER)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, verbose_name="комитет")
    person = models.OneToOneField(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="account",
        verbose_name="человек",
    )

    objects: ClassVar[PortalUserManager] = PortalUserManager()
    # Remembered by `schools.models.schools_served_by` for as long as this object lives: a request.
    served_school_ids: "list[int] | None" = None

    class Meta:
        verbose_name = "учётная запись"
        verbose_name_plural = "учётные записи"

    def __str__(self) -> str:
        return self.person.short_name if self.person else self.username

    def get_absolute_url(self) -> str:
        """An account is shown with its person; one without a person has no page."""
        return self.person.get_absolute_url() if self.person else ""

    @property
    def is_committee(self) -> bool:
        """Works for the committee: sees all its schools."""
        return self.role in self.STAFF_ROLES

    @property
    def is_committee_head(self) -> bool:
        return self.role == Role.HEAD

    @property
    def is_committee_editor(self) -> bool:
        """May change what the committee keeps: plans, schedules, observers, cases."""
        return self.role in (Role.ADMINISTRATOR, Role.EDITOR)

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_deputy(self) -> bool:
        return self.role == Role.DEPUTY

    @property
    def is_observer(self) -> bool:
        return self.role == Role.OBSERVER


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_administrator:
            return self.none()
        return self.filter(person__committee_id=user.committee_id)

    def open_at(self, moment: datetime.datetime) -> Self:
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=moment)


class Invitation(models.Model):
    """A single-use link to make one's own account. Only the token's hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, verbose_name="кого приглашают")
    role = models.CharField("роль", max_length=20, choices=Role)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("действует до")
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.person} — {self.get_role_display()}"

    def is_open_at(self, moment: datetime.datetime) -> bool:
        unused = self.used_at is None and self.withdrawn_at is None
        return unused and self.expires_at > moment
