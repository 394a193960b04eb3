"""Drafts out of Word files."""
