"""What waits for a person: the line every room hands to the «Сегодня» page."""

from typing import Literal, NamedTuple

Tone = Literal["good", "wait", "warn", "bad"]


class WaitingItem(NamedTuple):
    """One line: a link in plain words, a chip with its tone, and a small note under it."""

    title: str
    address: str
    label: str
    tone: Tone = "wait"
    note: str = ""
