"""Pages of the registry of schools and of the register of schools that need help."""
