"""What proves that something was done, and who checks it."""

from collections.abc import Iterable

from accounts.errors import RuleViolation
from accounts.models import User
from plans.models import Evidence, Occurrence

MAX_EVIDENCE = 30  # documents of one due date, older versions included
KIND = Evidence.Kind


def missing_kinds(expected: Iterable[str], shown: Iterable[Evidence]) -> list[str]:
    """Words for the expected kinds that no document shows yet; a returned one shows nothing."""
    there = {one.kind for one in shown if one.state != Evidence.State.RETURNED}
    return [kind.label for kind in KIND if kind.value in set(expected) - there]


def check_evidence_or_note(missing: list[str], state: str, note: str) -> None:
    """«Исполнено» without an expected document is allowed with a word on where it is.

    Not forbidden: the paper may lie with the school or come a week later, and a mark that tells
    the truth today is worth more than one that waits for a scanner.
    """
    if state == Occurrence.State.DONE and missing and not note.strip():
        raise RuleViolation(
            "no-evidence",
            f"Ещё не приложено: {', '.join(missing)}. Приложите или напишите в примечании, "
            "где это можно увидеть, и отметьте снова.",
        )


def check_known_kinds(kinds: Iterable[str]) -> None:
    unknown = [kind for kind in kinds if kind not in KIND.values]
    if unknown:
        raise RuleViolation("unknown-kind", "Выберите виды подтверждений из списка.")


def check_link_or_file(kind: str, *, has_link: bool, has_file: bool) -> None:
    """A link is a link; everything else is a file."""
    if kind == KIND.LINK and not has_link:
        raise RuleViolation("no-link", "Вставьте адрес страницы, он начинается с https://.")
    if kind != KIND.LINK and not has_file:
        raise RuleViolation("no-file", "Выберите файл. Для адреса страницы есть вид «ссылка».")


def check_is_photo(kind: str, content_type: str) -> None:
    if kind == KIND.PHOTO and not content_type.startswith("image/"):
        raise RuleViolation("not-a-photo", "Фото – это JPEG или PNG. Документу выберите его вид.")


def check_room_for_more(count: int) -> None:
    if count >= MAX_EVIDENCE:
        raise RuleViolation(
            "too-many", f"К одному сроку прикладывают не больше {MAX_EVIDENCE} подтверждений."
        )


def check_is_new(repeated: bool) -> None:
    if repeated:
        raise RuleViolation("same-evidence", "Это подтверждение уже приложено.")


def check_can_be_replaced(evidence: Evidence, newer: int) -> None:
    """An accepted document stays; one that was replaced has its successor already."""
    _check_is_current(evidence, newer)
    if evidence.state == Evidence.State.ACCEPTED:
        raise RuleViolation(
            "already-accepted", "Документ уже принят. Чтобы заменить его, попросите вернуть."
        )


def check_can_be_withdrawn(evidence: Evidence, newer: int) -> None:
    """What was accepted is no longer its author's alone."""
    _check_is_current(evidence, newer)
    if evidence.state == Evidence.State.ACCEPTED:
        raise RuleViolation(
            "already-accepted", "Документ уже принят. Чтобы отозвать его, попросите вернуть."
        )


def _check_is_current(evidence: Evidence, newer: int) -> None:
    if newer:
        raise RuleViolation("already-replaced", "У этого документа уже есть новая версия.")
    if evidence.withdrawn_at is not None:
        raise RuleViolation("already-withdrawn", "Этот документ отозван. Приложите другой.")


def check_same_evidence_state(evidence: Evidence, seen: str, newer: int) -> None:
    """A decision is made on the document its author saw."""
    if evidence.state != seen or newer or evidence.withdrawn_at is not None:
        raise RuleViolation(
            "stale", "С этим документом только что что-то произошло. Посмотрите его ещё раз."
        )


def check_not_own_evidence(evidence: Evidence, user: User) -> None:
    """Whoever brought a document does not check it."""
    if evidence.added_by_id == user.pk:
        raise RuleViolation(
            "own-evidence", "Подтверждение проверяет не тот, кто его приложил. Передайте коллеге."
        )


def check_return_explained(remark: str) -> None:
    if not remark.strip():
        raise RuleViolation("no-remark", "Напишите, что поправить: это увидит тот, кто приложил.")
