#!/usr/bin/env python
"""The portal's command line."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

# Compares models with migrations, signs nothing: a key of this one run will do.
KEYLESS = {"makemigrations"}


def main() -> None:
    if KEYLESS & set(sys.argv[1:2]):
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
