"""Is this upload what it claims to be, and is it safe to open?

Pure: no Django, no models. Import the modules: `archives` for XLSX and DOCX, `scans` for PDF,
JPEG and PNG, `workbooks` for what an XLSX says, `fence` to open a file in a child process with
limits.
"""
