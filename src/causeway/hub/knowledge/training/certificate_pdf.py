"""A certificate to print: one A4 page."""

from io import BytesIO

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from causeway.hub.knowledge.training.codes import in_groups
from causeway.hub.knowledge.training.queries.mine import CertificateView

_WIDE, _HIGH = landscape(A4)
_ROAD, _QUIET = colors.HexColor("#0b5c66"), colors.HexColor("#505a5f")
_WIDEST = _WIDE - 80 * mm


def certificate_pdf(view: CertificateView, check_address: str) -> bytes:
    """The certificate as PDF. The standard fonts know Western letters only; what they lack stands as “?”."""
    out = BytesIO()
    page = Canvas(out, pagesize=(_WIDE, _HIGH))
    page.setTitle(_("Certificate"))
    page.setStrokeColor(_ROAD)
    page.setLineWidth(3)
    page.rect(15 * mm, 15 * mm, _WIDE - 30 * mm, _HIGH - 30 * mm)
    _line(page, 165, _("Certificate"), 30, bold=True)
    _line(page, 145, view.member, 24)
    _line(page, 130, _("has passed"), 13, quiet=True)
    _line(page, 114, view.title, 20, bold=True)
    _line(page, 98, view.provider, 14)
    _line(page, 80, _("Issued on %(day)s") % {"day": date_format(view.issued_on, "j F Y")}, 13)
    if view.expires_on:
        _line(page, 72, _("Valid until %(day)s") % {"day": date_format(view.expires_on, "j F Y")}, 13)
    _line(page, 42, _("Check it at %(address)s with this code:") % {"address": check_address}, 10, quiet=True)
    _line(page, 33, in_groups(view.code), 14, bold=True)
    page.showPage()
    page.save()
    return out.getvalue()


def _line(page: Canvas, height_mm: float, text: str, size: float, *, bold: bool = False, quiet: bool = False) -> None:
    font = "Helvetica-Bold" if bold else "Helvetica"
    drawable = text.encode("cp1252", "replace").decode("cp1252")
    while size > 8 and stringWidth(drawable, font, size) > _WIDEST:
        size -= 1
    page.setFont(font, size)
    page.setFillColor(_QUIET if quiet else colors.black)
    page.drawCentredString(_WIDE / 2, height_mm * mm, drawable)
