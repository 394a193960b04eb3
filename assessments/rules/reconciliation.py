"""Which numbers of a session have to agree, and what may be done where they do not."""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.errors import RuleViolation
from assessments.models import Discrepancy, Session, Tally

Kind = Discrepancy.Kind
Source = Tally.Source


class Difference(NamedTuple):
    """Two numbers that ought to be one. `reference` is the act, where one is compared."""

    kind: str
    left: int
    right: int
    reference: int = 0


def differences_of(pupils: int, tallies: Iterable[Tally]) -> list[Difference]:
    """What does not agree: the class, the file, the protocol and each observer's act.

    A source that is not there yet is compared with nothing; so is a class whose number of pupils
    nobody has entered (0). The class is compared with the protocol only while there is no file,
    an act with the file only while there is no protocol: one mistake is to be explained once.
    """
    tallies = list(tallies)
    file = next((each for each in tallies if each.source == Source.FILE), None)
    protocol = next((each for each in tallies if each.source == Source.PROTOCOL), None)
    found = _with_the_class(pupils, file, protocol)
    if file and protocol:
        found.append(Difference(Kind.PRESENT, protocol.present, file.present))
        found.append(Difference(Kind.ABSENT, protocol.absent or 0, file.absent or 0))
    found += _with_the_acts(tallies, file, protocol)
    return [each for each in found if each.left != each.right]


def _with_the_class(pupils: int, file: Tally | None, protocol: Tally | None) -> list[Difference]:
    if pupils and file:
        return [Difference(Kind.ROLL_FILE, pupils, file.present + (file.absent or 0))]
    if pupils and protocol:
        return [Difference(Kind.ROLL_PROTOCOL, pupils, protocol.present + (protocol.absent or 0))]
    return []


def _with_the_acts(
    tallies: list[Tally], file: Tally | None, protocol: Tally | None
) -> list[Difference]:
    other, kind = (protocol, Kind.ACT_PROTOCOL) if protocol else (file, Kind.ACT_FILE)
    if other is None:
        return []
    acts = (each for each in tallies if each.source == Source.ACT)
    return [Difference(kind, each.present, other.present, each.reference) for each in acts]


def check_has_protocol_numbers(session: Session) -> None:
    """A work that was called off has no protocol."""
    if session.status == Session.Status.CANCELLED:
        raise RuleViolation("session-cancelled", "Сессия отменена, сверять нечего.")


def check_discrepancy_may_become(discrepancy: Discrepancy, state: str) -> None:
    if not discrepancy.can_become(state):
        raise RuleViolation(
            "discrepancy-moved-on",
            f"Расхождение уже в состоянии «{discrepancy.get_state_display()}».",
        )


def check_discrepancy_is_fresh(discrepancy: Discrepancy, version: int) -> None:
    """The committee decides on the words it has read."""
    if discrepancy.version != version:
        raise RuleViolation(
            "stale", "Пока вы читали, здесь появилось новое. Прочтите и решите снова."
        )


def check_said(text: str) -> None:
    if not text.strip():
        raise RuleViolation("no-words", "Напишите, почему числа не сошлись.")
