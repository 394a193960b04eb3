"""What people forget: directions, methods, states, and the hygiene of templates."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, get_resolver

from accounts.audit import AUDIT_WORDS

ROOT = Path(settings.BASE_DIR)
OUR_APPS = ("accounts", "schools", "assessments", "observers", "plans", "config")
# An app may point at those before it; plans and observers do not know each other.
FLOORS = {"accounts": 0, "schools": 1, "assessments": 2, "observers": 3, "plans": 3}
MODELS = [model for app in FLOORS for model in apps.get_app_config(app).get_models()]
RELATIONS = [
    field
    for model in MODELS
    for field in model._meta.get_fields(include_hidden=True)
    if isinstance(field, models.ForeignKey | models.ManyToManyField)
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted(path for app in OUR_APPS for path in (ROOT / app).rglob("*.py"))


def between_apps(field):
    theirs = field.related_model._meta.app_label
    return theirs in FLOORS and theirs != field.model._meta.app_label


@pytest.mark.parametrize("field", [field for field in RELATIONS if between_apps(field)], ids=str)
def test_a_relation_between_apps_points_down_and_hides_the_way_back(field):
    ours, theirs = field.model._meta.app_label, field.related_model._meta.app_label

    assert FLOORS[theirs] < FLOORS[ours]
    assert field.remote_field.hidden


WITH_STATUS = [model for model in MODELS if hasattr(model, "Status")]


@pytest.mark.parametrize("model", WITH_STATUS, ids=lambda model: model.__name__)
def test_every_status_has_its_row_of_moves(model):
    reached = set().union(*model.MOVES.values())

    assert set(model.MOVES) == set(model.Status)
    assert reached <= set(model.Status)
    # Each but the first can be come to.
    assert set(model.Status) - reached <= {model.Status(model.Status.values[0])}


def our_views(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLPattern):
            yield from our_views(entry)
        elif entry.callback.__module__.partition(".")[0] in OUR_APPS:
            yield pytest.param(entry.callback, id=f"{entry.callback.__module__}.{entry.name}")


@pytest.mark.parametrize("view", list(our_views()))
def test_a_view_names_the_methods_it_takes(view, rf):
    """Asked with a method nobody uses it answers 405 before it looks at anything else."""
    request = rf.generic("BREW", "/")

    response = view(request)

    assert response.status_code == 405


INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script element with a body": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on\b", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "|safe": re.compile(r"\|\s*safe(seq)?\b"),
    "autoescape off": re.compile(r"autoescape\s+off"),
}
JSON_SCRIPT = re.compile(r'<script type="application/json"')


def inline_faults(markup):
    """Data in a JSON script is not code; everything else inline is refused by the policy."""
    plain = re.sub(r"\{#.*?#\}", "", JSON_SCRIPT.sub("<data", markup))
    return [name for name, pattern in INLINE.items() if pattern.search(plain)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_inline_code_and_trusts_nobodys_markup(template):
    assert inline_faults(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<p class="a" style="color: red">', "style attribute"),
        ("<style>p {}</style>", "style element"),
        ("<script>alert(1)</script>", "script element with a body"),
        ('<button\n  onclick="go()">', "on… attribute"),
        ('<a href="javascript:go()">', "javascript: address"),
        ('<p hx-on:click="go()">', "hx-on"),
        ("{{ text|safe }}", "|safe"),
    ],
)
def test_the_scan_of_templates_catches(markup, fault):
    assert inline_faults(markup) == [fault]


BANNED = {
    "a string marked as safe": re.compile(r"\bmark_safe\b|SafeString\("),
    "a listener to signals": re.compile(r"^from django\.(dispatch|db\.models\.signals)", re.M),
}


@pytest.mark.parametrize("what", BANNED)
def test_nowhere_in_the_code_is_there(what):
    offenders = [path for path in PYTHON if BANNED[what].search(path.read_text(encoding="utf-8"))]

    assert offenders == []


WRITTEN = re.compile(r'action="([a-z-]+)"')
ACTIONS = {name for path in PYTHON for name in WRITTEN.findall(path.read_text(encoding="utf-8"))}


def test_every_decision_is_told_in_words():
    """A new action needs its line in `accounts/audit.py`."""
    assert ACTIONS - set(AUDIT_WORDS) == set()
    assert "plan-created" in ACTIONS
