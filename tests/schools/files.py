"""Lists of schools as files."""

import io

import openpyxl

HEADING = ["login", "name", "short_name", "kind", "address", "municipality"]


def csv_of(*rows, heading=HEADING, delimiter=",", encoding="utf-8"):
    lines = [delimiter.join(row) for row in (heading, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(*rows, heading=HEADING, title="Школы"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in (heading, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
