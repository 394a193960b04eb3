"""One own and one foreign record for every argument a route can take.

A new record route with an argument not known here fails `tests/test_access.py`. Add a maker: a
function of an estate, named by the argument, that says whose eyes its record is for.
"""

from tests.records import accounts, assessments, observers, plans, schools
from tests.records.estate import AUTHOR, COMMITTEE, ESTATE, MAKERS, SHARED, Estate, Maker, makes

__all__ = [
    "AUTHOR",
    "COMMITTEE",
    "ESTATE",
    "MAKERS",
    "SHARED",
    "Estate",
    "Maker",
    "accounts",
    "assessments",
    "makes",
    "observers",
    "plans",
    "schools",
]
