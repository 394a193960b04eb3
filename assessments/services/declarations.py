"""Decisions about what the head of a school declares of its results."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.models import Declaration, DeclarationFall, Procedure, Session, Upload
from assessments.reports.declarations import facts_of
from schools.models import Post, School

# The points of the headteacher's declaration form of the English multiplication tables check,
# in the words of ours: how it was held, how it was marked, that nobody is missing.
POINTS = (
    "Работы прошли по порядку проведения процедуры, до начала работ материалы были закрыты.",
    "Работы проверены по критериям, загружены те баллы, которые поставила комиссия школы.",
    "У каждого участника есть баллы или названа причина, по которой их нет.",
)
NO_HEAD = (
    "В реестре не указан директор школы. Попросите комитет внести его, и заявление можно будет "
    "подписать."
)
LATER_RESULTS = "загружены новые результаты"
LATER_DECLARATION = "подписано новое заявление"


@transaction.atomic
def sign_declaration(
    *,
    procedure_id: int,
    school_id: int,
    kind: str,
    points: Collection[int] = (),
    reason: str = "",
    now: datetime.datetime,
    by: User,
) -> Declaration:
    """Say of all results of a school in a procedure that they are sound, or why one cannot.

    Args:
        points: places in POINTS that were ticked; a confirmation needs all.

    Raises:
        RuleViolation: not-all-points, no-reason, not-complete, no-head, already-declared.
    """
    permissions.check_can_declare(by)
    school = School.objects.visible_to(by).get(pk=school_id)
    procedure = Procedure.objects.visible_to(by).get(pk=procedure_id)
    # The rows under which uploads wait: nothing is replaced while the declaration is being made.
    sessions = Session.objects.filter(procedure=procedure, school=school).order_by("pk")
    list(sessions.select_for_update().values_list("pk", flat=True))
    rules.check_declaration_words(kind, ticked=len(set(points)), of=len(POINTS), reason=reason)
    facts = facts_of(procedure, school)
    rules.check_results_complete([each.gap for each in facts])
    head = head_of(school)
    if head is None:
        raise RuleViolation("no-head", NO_HEAD)
    _overtake_earlier(procedure, school, kind, by)
    is_confirmed = kind == Declaration.Kind.CONFIRMED
    declaration = Declaration(
        procedure=procedure,
        school=school,
        kind=kind,
        points=list(POINTS) if is_confirmed else [],
        reason="" if is_confirmed else reason.strip(),
        facts=[each.as_json() for each in facts],
        head=head.person,
        head_name=head.person.full_name,
        signer_name=by.person.full_name if by.person else by.username,
        signer_position=_position_of(by, school),
        signed_at=now,
        signed_by=by,
    )
    declaration.content_sha256 = declaration.fingerprint()
    declaration.save(force_insert=True)
    record_event(
        action="declaration-signed",
        target=declaration,
        by=by,
        kind=kind,
        school=school.pk,
        sha256=declaration.content_sha256,
    )
    return declaration


def overtake(
    *, session_ids: Collection[int], by: User | None, upload: Upload | None = None
) -> None:
    """New results of sessions take away what was declared of the old ones.

    Part of the decision that takes the results, under its lock.
    """
    changed = Session.objects.filter(
        pk__in=session_ids, procedure=OuterRef("procedure"), school=OuterRef("school")
    )
    for declaration in Declaration.objects.standing().filter(Exists(changed)):
        _let_fall(declaration, LATER_RESULTS, by=by, upload=upload)


def _overtake_earlier(procedure: Procedure, school: School, kind: str, by: User) -> None:
    for earlier in Declaration.objects.standing().filter(procedure=procedure, school=school):
        if earlier.kind == kind == Declaration.Kind.CONFIRMED:
            raise RuleViolation("already-declared", "Эти результаты уже подтверждены.")
        _let_fall(earlier, LATER_DECLARATION, by=by)


def _let_fall(
    declaration: Declaration, reason: str, *, by: User | None, upload: Upload | None = None
) -> None:
    DeclarationFall.objects.create(declaration=declaration, upload=upload, reason=reason)
    record_event(
        action="declaration-fell",
        target=declaration,
        by=by,
        upload=upload.pk if upload else None,
        reason=reason,
    )


def head_of(school: School) -> Post | None:
    posts = Post.objects.current().filter(school=school, role=Post.Role.HEAD)
    return posts.select_related("person").first()


def _position_of(user: User, school: School) -> str:
    """What the signer is at this school; a head who is also a teacher signs as the head."""
    own = Post.objects.current().filter(school=school, person=user.person)
    roles = {post.role: post.get_role_display() for post in own}
    return roles.get(Post.Role.HEAD) or roles.get(Post.Role.DEPUTY) or "представитель школы"
