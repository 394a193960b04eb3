"""SQLite for tests that begins as a copy of a migrated database: migrating takes twenty seconds."""
