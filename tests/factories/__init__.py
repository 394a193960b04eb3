"""The plainest valid records; a test states only what matters to it."""
