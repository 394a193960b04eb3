"""Scans of the demo city: a protocol photographed and scanned, an act, and how long they stay."""

import io

from PIL import Image, ImageDraw

from accounts.services import retention
from accounts.services.scans import Place
from assessments.models import Procedure, Session
from assessments.services import protocols
from config.demo.city import City
from observers.models import ObservationAct
from observers.services import act_scans

PAPER, INK = "#fdfcf7", "#2b3a55"
SHEET = (620, 877)  # points; A4 at 75 to the inch
ORIENTATION, LYING = 0x0112, 6  # of EXIF; as a telephone held upright says it
ORDER = "номенклатура дел комитета, пункт 04-17"
KEPT, YEARS = ("protocol", "act-scan", "evidence"), 5


def bring_scans(city: City) -> None:
    """The newest results have a protocol of two sheets, and an act has its paper."""
    newest = _session_of(city.procedures[-2])
    photo, paper = _attach(city, newest, "IMG_0412.jpg", "протокол.pdf")
    protocols.arrange_protocols(
        session_id=newest.pk,
        places=[Place(paper, 1, "Протокол"), Place(photo, 2, "Лист с подписями")],
        by=city.editor,
    )
    act = ObservationAct.objects.order_by("pk").first()
    if act is not None:
        act_scans.attach_act_scan(
            act_id=act.pk, data=photographed_sheet(), filename="акт.jpg", by=city.editor
        )
    periods = [retention.Period(kind, YEARS, ORDER) for kind in KEPT]
    retention.set_periods(periods=periods, by=city.head)


def _session_of(procedure: Procedure) -> Session:
    return procedure.sessions.exclude(status=Session.Status.CANCELLED).order_by("pk")[0]


def _attach(city: City, session: Session, *names: str) -> list[int]:
    """Their ids, in the order of the names."""
    return [
        protocols.attach_protocol(
            session_id=session.pk,
            data=_pdf() if name.endswith(".pdf") else photographed_sheet(),
            filename=name,
            by=city.editor,
        ).pk
        for name in names
    ]


def _sheet() -> Image.Image:
    """A form with lines and a few words' worth of ink, all invented."""
    sheet = Image.new("RGB", SHEET, PAPER)
    pen = ImageDraw.Draw(sheet)
    for line in range(14):
        top = 90 + line * 50
        pen.line((60, top, 560, top), fill=INK, width=1)
        pen.rectangle((70, top - 22, 130 + line * 29 % 300, top - 10), fill=INK)
    return sheet


def photographed_sheet() -> bytes:
    """Lying on its side, as telephones save it."""
    stream, exif = io.BytesIO(), Image.Exif()
    exif[ORIENTATION] = LYING
    _sheet().transpose(Image.Transpose.ROTATE_90).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def _pdf() -> bytes:
    stream = io.BytesIO()
    _sheet().save(stream, "PDF")
    return stream.getvalue()
