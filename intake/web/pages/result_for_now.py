"""The report until the real page of a result stands here."""

import base64
import hashlib
import re

from ..answering import Answered, Document, Visit
from ..service import Service


def show(service: Service, visit: Visit) -> Answered:
    """The report as HTML."""
    from ....engine.diagnosis import diagnose  # noqa: PLC0415  (takes time to load)
    from ....reports.printing import Printing  # noqa: PLC0415
    from ....reports.writing import build  # noqa: PLC0415

    interview = service.interview(visit.parts["interview"])
    diagnosis = diagnose(interview.reading.assessor, interview.answers, service.today())
    html = build(diagnosis, "html", Printing(date=service.today(), units=service.units)).data
    styles = re.findall(rb"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    hashes = tuple(
        f"sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}" for one in styles
    )
    return Document(html, "text/html; charset=utf-8", styles=hashes)
