"""Sums and arrays read from the database for pages and computations."""
