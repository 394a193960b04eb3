"""What happened in the demo city: computed signs, approved plans, a case under way.

Everything here goes through the same services as in life.
"""

import datetime

from config.demo.city import City, build_city


def tell_story(*, today: datetime.date) -> City:
    return build_city(today=today)
