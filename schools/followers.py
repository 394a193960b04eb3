"""Rooms above that look again when the numbers of classes change.

Schools know nothing of assessments; the setting CLASS_FOLLOWERS names the functions that want to
know. Each is called in the transaction of the decision.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


def tell_followers(group_ids: list[int]) -> None:
    """The classes of these ids have been saved with other numbers of pupils."""
    for name in settings.CLASS_FOLLOWERS:
        follower = cast(Callable[[list[int]], None], import_string(name))
        follower(group_ids)
