"""Charts of signs as plain geometry; templates draw them as SVG, tables stand beside them.

All sizes are units of the drawing's view box. Coordinates are text, ready for an attribute, so
that no locale can put a decimal comma into them.
"""
