"""Ratios against named alternatives, each from one run on one machine."""

import os
import tempfile

import django
from django.apps import apps

# Here, so that every module below may import models at its top.
if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    os.environ.setdefault("SECRET_KEY", "only-for-this-run")
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="portal-benchmark-"))
    django.setup()
