"""What the child behind the fence does with a large archive: the same look as at a small one."""

import json
from typing import cast

from accounts.files.archive_inside import ArchiveLimits, Kind, look_inside
from accounts.files.errors import FileRefused


def look(data: bytes, arguments: list[str]) -> dict[str, str] | None:
    """Nothing, or why the file is refused. Arguments: the kind and the limits as JSON."""
    kind, limits = arguments
    try:
        look_inside(data, kind=cast("Kind", kind), limits=ArchiveLimits(**json.loads(limits)))
    except FileRefused as refused:
        return {"code": refused.code, "message": refused.message}
    return None
