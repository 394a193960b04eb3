"""Ratios against named alternatives, each from one run on one machine."""
