"""Every route of the portal, and what may go wrong at its door."""

import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from django.db import connection, transaction
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Role
from config.access import access_to
from tests.records import AUTHOR, ESTATE, MAKERS, SHARED, Estate

ABSENT = 987_654_321
# What a route may take besides records; a value that is surely fine.
PLAIN_VALUES = {"school_year": 2025}
METHODS = ("GET", "POST")
DOOR = ClientHandler(enforce_csrf_checks=False)
STAFF = (Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
# Written by looking: the session, and how often a password was wrong.
QUIET = re.compile(r'"(django_session|axes_\w+)"')
SECRETS_OF_A_FORM = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|name="csrf-token" content=")[^"]*'
)


class Route(NamedTuple):
    name: str
    arguments: tuple[str, ...] = ()

    def address(self, values):
        return reverse(self.name, kwargs={name: values[name] for name in self.arguments})


def all_routes(urlconf=None):
    return list(_routes_under(get_resolver(urlconf), "", ()))


def _routes_under(resolver, namespace, arguments):
    for entry in resolver.url_patterns:
        taken = (*arguments, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name or ''}", taken)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes_under(entry, inner, taken)


class World(NamedTuple):
    """Two committees; in ours two schools, so that a deputy has a neighbour to be kept out of."""

    own: tuple[Estate, Estate]  # the same school: everything done, and everything at its start
    neighbour: Estate
    foreign: Estate
    cookies: dict[str, str]  # role -> session
    media: Path

    def others_for(self, role, whose):
        if whose == SHARED:
            return ()
        if whose == AUTHOR:
            return (self.neighbour, self.foreign)
        if whose == ESTATE and role in (Role.DEPUTY, Role.OBSERVER):
            return (self.neighbour, self.foreign)
        return (self.foreign,)

    def canaries_for(self, role):
        """Nobody of ours may read the foreign word; staff may read all of their own committee."""
        if role in (Role.DEPUTY, Role.OBSERVER):
            return (self.neighbour.word, self.foreign.word)
        return (self.foreign.word,)


class Answer(NamedTuple):
    status: int
    body: bytes
    location: str
    writes: tuple[str, ...]

    @property
    def is_missing(self):
        return self.status == 404

    def betrays(self, word):
        return any(spelling in self.body for spelling in (word.encode(), quote(word).encode()))


class Writes(list):
    """Statements that change something, kept as they pass on their way to the database."""

    def __call__(self, execute, sql, params, many, context):
        if WRITES.match(sql) and not QUIET.search(sql):
            self.append(sql)
        return execute(sql, params, many, context)


def ask(world, role, method, address, **headers):
    """One request as this role; whatever it changes is taken back.

    Thousands are asked: the test client would copy the context of every template.
    """
    sender, writes = RequestFactory(headers=headers), Writes()
    if role:
        sender.cookies["sessionid"] = world.cookies[role]
    try:
        with transaction.atomic(), connection.execute_wrapper(writes):
            request = sender.generic(
                method, address, content_type="application/x-www-form-urlencoded"
            )
            response = DOOR(request.environ)
            body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
    except Exception as failure:
        failure.add_note(f"{method} {address} as {role or 'nobody'}")
        raise
    location = response.headers.get("Location", "")
    return Answer(response.status_code, readable(body), location, tuple(writes))


def readable(body):
    """Workbooks and Word files are archives: their words are inside."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def faults_of(route, world):
    """What is wrong at this door, as sentences; an empty list is a closed door with a good lock."""
    access = access_to(route.name)
    if access is None:
        return [f"{route.name}: no row in the access table"]
    unknown = [name for name in route.arguments if name not in MAKERS and name not in PLAIN_VALUES]
    if unknown:
        return [f"{route.name}: no maker for {', '.join(unknown)}, add it to tests/records/"]
    if access.public:
        return list(_faults_of_public(route, world))
    return [
        *_faults_of_anonymous(route, world),
        *_faults_of_roles(route, world, access),
    ]


def values_in(estate, route):
    return {
        name: estate.key(name) if name in MAKERS else PLAIN_VALUES[name] for name in route.arguments
    }


def _faults_of_public(route, world):
    address = route.address(values_in(world.own[0], route))
    for method in METHODS:
        answer = ask(world, None, method, address)
        if "/accounts/login/" in answer.location:
            yield f"{route.name}: public, yet sends nobody in particular to the login page"
        if method == "GET" and answer.writes:
            yield f"{route.name}: GET writes: {answer.writes[0]}"
        if answer.betrays(world.foreign.word):
            yield f"{route.name}: betrays a foreign word to anybody"


def _faults_of_anonymous(route, world):
    address = route.address(values_in(world.own[0], route))
    for method in METHODS:
        answer = ask(world, None, method, address)
        if answer.status != 302 or not answer.location.startswith("/accounts/login/"):
            yield f"{route.name}: {method} answers {answer.status} without sign-in"


def _faults_of_roles(route, world, access):
    """A door that opens to nobody guards nothing: foreign 404s would prove nothing either."""
    for method in METHODS:
        opened = []
        for role in who_goes():
            if access.allows(method, role):
                yield from _faults_of_own(route, world, role, method, opened)
                yield from _faults_of_others(route, world, role, method)
            else:
                address = route.address(values_in(world.own[0], route))
                answer = ask(world, role, method, address)
                if answer.status not in (403, 405):
                    yield f"{route.name}: {method} answers {answer.status} to a {role}"
        if opened and not any(opened):
            yield f"{route.name}: {method} finds none of the own records for anybody"


def _faults_of_own(route, world, role, method, opened):
    """Adds to `opened` whether each record was found."""
    for estate, headers in _askings(route, world, role, method):
        answer = ask(world, role, method, route.address(values_in(estate, route)), **headers)
        opened.append(not answer.is_missing)
        for word in world.canaries_for(role):
            if answer.betrays(word):
                yield f"{route.name}: {method} betrays «{word}» to a {role}"
        if method == "GET" and answer.writes:
            yield f"{route.name}: GET by a {role} writes: {answer.writes[0]}"
        if answer.status == 405:
            yield f"{route.name}: the table lets a {role} {method}, the page does not"
        if answer.status == 403 and method == "GET":
            yield f"{route.name}: the table lets a {role} in, the page does not"


def who_goes():
    """Rights are decided without a database, what is seen is asked of it: elsewhere, one of each.

    Who is staff sees the same records: on PostgreSQL an editor goes for all of them.
    """
    return Role if connection.vendor == "sqlite" else (Role.EDITOR, Role.DEPUTY, Role.OBSERVER)


def _askings(route, world, role, method):
    """A page without a record is one page; a fragment is asked of the fuller record.

    To all of the staff the same words are forbidden, so the first who may come asks for it.
    """
    ripe, fresh = world.own
    yield ripe, {}
    if MAKERS.keys() & set(route.arguments):
        yield fresh, {}
    staff = [one for one in STAFF if access_to(route.name).allows(method, one)]
    if method == "GET" and role not in staff[1:]:
        yield ripe, {"HX-Request": "true"}


def _faults_of_others(route, world, role, method):
    """Each record in turn is somebody else's, then nobody's: both must answer the same."""
    own = values_in(world.own[0], route)
    for name in route.arguments:
        if name not in MAKERS:
            continue
        whose = MAKERS[name].whose
        absent = {**own, name: "absent" if isinstance(own[name], str) else ABSENT}
        missing = _answer_without_traces(route, world, role, method, absent)
        if not missing.is_missing:
            yield f"{route.name}: {method} of an absent {name}: {missing.status} to a {role}"
        for estate in world.others_for(role, whose):
            theirs = {**own, name: estate.key(name)}
            answer = _answer_without_traces(route, world, role, method, theirs)
            if answer != missing:
                yield (
                    f"{route.name}: {method} of a foreign {name} answers {answer.status} "
                    f"to a {role}, of an absent one {missing.status}"
                )


def _answer_without_traces(route, world, role, method, values):
    """The address itself and the form's one-time secrets differ from answer to answer."""
    address = route.address(values)
    answer = ask(world, role, method, address)
    body = SECRETS_OF_A_FORM.sub(b"", answer.body)
    for trace in (address, quote(address, safe=""), quote(address)):
        body = body.replace(trace.encode(), b"ADDRESS")
    return answer._replace(body=body, writes=())
