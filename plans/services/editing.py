"""Drafting a plan: its head, sections and rows."""
