"""What anybody may learn of an approved version: that it is genuine, and whether it is in force."""

import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from plans.models import PlanVersion, Publication


def page_of_token(token: str) -> str:
    """The whole address of the public page «Подлинность документа»: the QR code leads there."""
    return settings.PORTAL_URL + reverse("plans:version-authenticity", args=[token])


class Authenticity(NamedTuple):
    """No names of people: the page is for whoever holds the sheet."""

    title: str
    committee: str
    number: int
    order_number: str
    order_date: datetime.date
    sha256: str
    size: int  # bytes of the file
    newer: PlanVersion | None
    publication: Publication | None


def authenticity_of(token: str) -> Authenticity | None:
    """None where no version has such a token. Three queries."""
    versions = PlanVersion.objects.select_related("plan__committee")
    version = versions.filter(token=token).first()
    if version is None:
        return None
    later = version.plan.versions.filter(number__gt=version.number).defer("outline", "pdf")
    standing = Publication.objects.standing().filter(version__plan=version.plan)
    return Authenticity(
        title=version.outline["title"],
        committee=version.plan.committee.name,
        number=version.number,
        order_number=version.order_number,
        order_date=version.order_date,
        sha256=version.sha256,
        size=len(bytes(version.pdf)),
        newer=later.order_by("-number").first(),
        publication=standing.first(),
    )
