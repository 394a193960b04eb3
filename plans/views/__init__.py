"""Pages of plans: the editor, the way to approval, import from Word, print."""
