"""The demo city: invented people, schools and results, made by a seeded generator."""

PASSWORD = "probnyy-vhod-2026"  # noqa: S105 - printed on the console, for trying only
