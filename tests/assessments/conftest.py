"""Settings of the property tests of arithmetic."""

from hypothesis import settings

# A shared two-core machine may pause any example for longer than the default fifth of a second.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")
