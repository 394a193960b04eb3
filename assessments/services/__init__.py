"""Decisions, one module per noun; each function is one transaction and one audit line."""
