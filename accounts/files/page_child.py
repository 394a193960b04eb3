"""What the child behind the fence does to show the first page of a PDF. Imports no Django."""

import os

import typst

from accounts.files.clean_child import SEEN_SIZE, small_pictures

# The page as large as fits; the compositor draws two points for each of its own.
PAGE = """\
#set page(width: auto, height: auto, margin: 0pt)
#context {{
  let size = measure(image("/{number}", format: "pdf", page: 1))
  let fit = {edge}pt / calc.max(size.width.pt(), size.height.pt()) / 1pt
  image("/{number}", format: "pdf", page: 1, width: size.width * fit)
}}
"""
DENSITY = 144  # points to an inch, of which the compositor counts 72


def look(data: bytes, arguments: list[str]) -> dict[str, str]:
    """The small pictures of the first page. No arguments."""
    # The compositor reads pictures from a folder only; this one holds nothing but open files.
    number = os.memfd_create("scan")
    with os.fdopen(number, "wb") as held:
        held.write(data)
        held.flush()
        page = PAGE.format(number=number, edge=SEEN_SIZE * 72 // DENSITY)
        nothing = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[]
        )
        compiler = typst.Compiler(input=page.encode(), root="/proc/self/fd", font_paths=nothing)
        drawn = compiler.compile(format="png", ppi=DENSITY)
    return small_pictures(drawn) if isinstance(drawn, bytes) else {}
