"""Approved plans for everybody to read: published, and withdrawn."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.models import Plan, PlanVersion, Publication


@transaction.atomic
def publish_version(*, version_id: int, by: User) -> Publication:
    """Let anybody read the version in force; an older one of the plan is withdrawn with it.

    Raises:
        PlanVersion.DoesNotExist, NotAllowed, RuleViolation: not-in-force, already-published.
    """
    permissions.check_can_publish(by)
    version = PlanVersion.objects.visible_to(by).select_related("plan").get(pk=version_id)
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    rules.check_in_force(version, newest=plan.versions.order_by("-number").values("pk")[0]["pk"])
    standing = Publication.objects.standing().filter(version__plan=plan)
    rules.check_not_published(is_published=standing.filter(version=version).exists())
    standing.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    published = Publication.objects.create(version=version, published_by=by)
    record_event(action="plan-published", target=plan, by=by, version=version.pk)
    return published


@transaction.atomic
def withdraw_publication(*, version_id: int, by: User) -> None:
    """Take a version off the public page; the version itself stays.

    Raises:
        PlanVersion.DoesNotExist, NotAllowed, RuleViolation: not-published.
    """
    permissions.check_can_publish(by)
    version = PlanVersion.objects.visible_to(by).select_related("plan").get(pk=version_id)
    withdrawn = (
        Publication.objects.standing()
        .filter(version=version)
        .update(withdrawn_at=timezone.now(), withdrawn_by=by)
    )
    rules.check_was_published(withdrawn)
    record_event(
        action="plan-publication-withdrawn", target=version.plan, by=by, version=version.pk
    )
