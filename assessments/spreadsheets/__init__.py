"""Workbooks of the ВПР: the blank form given to a school and the filled one it sends back.

Pure: plain values in and out, no Django, no models. `result_form` makes, `result_reader` reads.
This file stays empty of imports, because the child that opens workbooks must start fast.
"""
