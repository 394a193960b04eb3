"""Calendars that follow the schedule by themselves."""

from accounts.models import Feed, FeedQuerySet


class ScheduleFeedQuerySet(FeedQuerySet["ScheduleFeed"]):
    """Addresses of the schedule."""


class ScheduleFeed(Feed):
    """A private address of the sessions that an account may see."""

    objects = ScheduleFeedQuerySet.as_manager()

    class Meta(Feed.Meta):
        verbose_name = "подписка на расписание"
        verbose_name_plural = "подписки на расписание"
