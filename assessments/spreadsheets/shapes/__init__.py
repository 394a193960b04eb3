"""The files that really arrive, one module a shape: how it is known, what its columns mean.

A shape is known by its headings. The name of a file says nothing, people rename files.
"""
