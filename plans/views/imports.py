"""A plan out of a Word file: upload, preview, draft."""
