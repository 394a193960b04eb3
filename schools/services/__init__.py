"""Decisions about schools and cases. Each function is one transaction and one audit line."""
