"""Which pages of an installation a person may open, with records they can see.

`python -m tests.visible` prints them as JSON for the installation the environment names; tests,
whose own process has another database, ask it that way (`tests.portal_server.pages_of`).
"""

import json
import os
import zlib
from collections.abc import Iterator
from itertools import islice, product

import django
from lxml import html

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.apps import apps
from django.db.models import Model, QuerySet
from django.test import Client

from accounts.models import User
from config.access import ACCESS
from tests.browsing import USERNAMES
from tests.portal_server import Page
from tests.routes import Route, all_routes

# Where the argument is not the model's own name.
MODELS = {
    "version": "plans.PlanVersion",
    "import": "plans.PlanImport",
    "run": "assessments.SignRun",
    "act": "observers.ObservationAct",
    "case": "schools.Case",
    "draft": "assessments.UploadDraft",
    "replacement": "assessments.ReplacementRequest",
}
# What an element looks and works like; of other attributes only the name counts.
LOOKS = {"class", "type", "role", "scope"}
TRIES = 40  # records looked at before a page counts as having none


def model_of(argument: str) -> type[Model] | None:
    noun = argument.removesuffix("_id")
    if noun in MODELS:
        return apps.get_model(MODELS[noun])
    plain = noun.replace("_", "")
    return next((model for model in apps.get_models() if model._meta.model_name == plain), None)


def visible(model: type[Model], user: User) -> QuerySet:
    seen = getattr(model._default_manager, "visible_to", None)
    return (seen(user) if seen else model._default_manager.all()).order_by("pk")


def candidates(argument: str, user: User) -> tuple[list[int], list[int]]:
    """Records behind an argument like `plan_id`: the oldest of every state, then some others."""
    model = model_of(argument)
    if model is None:
        return [], []
    records = visible(model, user)
    names = {field.name for field in model._meta.fields}
    state = next((name for name in ("status", "state") if name in names), None)
    if state is None:
        return [], list(records.values_list("pk", flat=True)[:TRIES])
    firsts: dict[str, int] = {}
    for pk, value in records.values_list("pk", state):
        firsts.setdefault(value, pk)
    others = records.exclude(pk__in=firsts.values()).values_list("pk", flat=True)[:TRIES]
    return list(firsts.values()), list(others)


def answer_of(client: Client, address: str) -> tuple[str, list[str]]:
    """A whole `page` and its build; `none` where this record has none; else `part` or file."""
    answer = client.get(address)
    content = b"" if answer.streaming else answer.content
    answer.close()
    if answer.status_code != 200:
        return "none", []
    if b"<html" not in content[:300]:
        return "part", []
    return "page", build_of(content)


def build_of(page: bytes) -> list[str]:
    """Which kinds of elements a page has, each with what it is in; its words do not count."""
    [main] = html.document_fromstring(page).iter("main")
    return sorted({f"{zlib.crc32(place.encode()):08x}" for place in _places(main, "")})


def _places(element: html.HtmlElement, outside: str) -> Iterator[str]:
    facts = [element.tag, *sorted(set(element.attrib) - LOOKS)]
    facts += [f"{name}={element.attrib[name]}" for name in sorted(LOOKS & set(element.attrib))]
    place = f"{outside}<{' '.join(facts)}>"
    yield place if "".join(element.itertext()).strip() else f"{place} empty"
    for inner in element.iterchildren("*"):
        yield from _places(inner, place)


def addresses_of(route: Route, user: User, client: Client) -> list[tuple[str, list[str]]]:
    """Where this route opens as a page for this person: once in every state of its record."""
    found = [candidates(argument, user) for argument in route.arguments]
    records = product(*([*firsts, *others] for firsts, others in found))
    states = len(found[0][0]) if len(found) == 1 else 0
    pages: list[tuple[str, list[str]]] = []
    for number, keys in enumerate(islice(records, TRIES)):
        if pages and number >= states:
            break
        address = route.address(dict(zip(route.arguments, keys, strict=True)))
        answer, build = answer_of(client, address)
        if answer == "part":
            break
        if answer == "page":
            pages.append((address, build))
    return pages


def pages_of(user: User) -> Iterator[Page]:
    """Every page this person may open."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for route in all_routes():
        access = ACCESS.get(route.name)
        if access and not access.public and access.allows("GET", user.role):
            yield from (Page(route.name, *found) for found in addresses_of(route, user, client))


def pages_of_every_role() -> dict[str, list[Page]]:
    return {
        role: list(pages_of(User.objects.get(username=username)))
        for role, username in USERNAMES.items()
    }


if __name__ == "__main__":
    print(json.dumps(pages_of_every_role()))
