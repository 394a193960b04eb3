"""The demo city: invented people, schools and results, made by a seeded generator."""
