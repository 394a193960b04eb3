"""What a browser sends to the editor of plans, and what it gets."""

from django.urls import reverse

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("number", "title", "deadline", "responsible", "result")


def address(name, *args):
    return reverse(f"plans:{name}", args=args)


def sent(row, **texts):
    """What the row's form sends: the texts as opened, some of them edited."""
    opened = {name: getattr(row, name) for name in TEXTS}
    before = {f"was_{name}": text for name, text in opened.items()}
    return {"version": row.version, **opened, **before, **texts}


def page(response):
    return response.content.decode()
