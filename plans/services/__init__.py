"""Decisions about plans. Each function is one transaction and one audit line."""
