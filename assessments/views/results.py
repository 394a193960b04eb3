"""Uploads, results and protocols of a session."""
