"""A private address under which a calendar reads what its owner may see, without signing in."""

from typing import Self, TypeVar

from django.db import models

from accounts.models.people import User

F = TypeVar("F", bound="Feed")


class FeedQuerySet(models.QuerySet[F]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def standing(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class Feed(models.Model):
    """One address of one account; only the hash of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.user}"
