"""Whether people who see, hear or move otherwise can use a page, by axe-core in Chromium.

axe-core is one JavaScript file. It travels in the wheel of `axe-playwright-python`; pip fetches
that wheel once, checked against the hash in `requirements/axe.txt`, and without the browser
driver that it would bring along.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from functools import cache
from pathlib import Path

from . import chromium
from .wheels import NotAvailableError, file_of_wheel

_FOUND = re.compile(r'<pre id="axe-found">(.*?)</pre>', re.DOTALL)
# The page itself runs the checks and leaves what they found in its text.
_RUN = """<script>%s</script><script>
axe.run({resultTypes: ["violations"]}).then((result) => {
  const left = document.createElement("pre");
  left.id = "axe-found";
  left.textContent = JSON.stringify({
    checked: result.passes.length,
    found: result.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html])),
  });
  document.body.append(left);
});
</script></body>"""


def why_not_available() -> str | None:
    """Reason why pages cannot be checked here, or None. Fetches axe-core when first asked."""
    try:
        script()
    except NotAvailableError as error:
        return str(error)
    return chromium.why_not_available()


def violations(page: Path) -> list[str]:
    """The rules that a page breaks, one line for each place; an empty list is none.

    The page is read where it lies, with its style sheet.

    Raises:
        RuntimeError: if axe did not run, or checked nothing.
    """
    text = page.read_text(encoding="utf-8")
    head, closing, rest = text.rpartition("</body>")
    if not closing:
        raise RuntimeError(f"{page.name} has no body")
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", suffix=".html", prefix="axe-", dir=page.parent
    ) as copy:
        copy.write(head + _RUN % script() + rest)
        copy.flush()
        left = _FOUND.search(chromium.dom(Path(copy.name)))
    if left is None:
        raise RuntimeError(f"axe did not finish on {page.name}")
    result = json.loads(html.unescape(left[1]))
    if not result["checked"]:
        raise RuntimeError(f"axe checked nothing on {page.name}")
    return [f"{page.name}: {rule}: {place[:200]}" for rule, place in result["found"]]


@cache
def script() -> str:
    """The source of axe-core.

    Raises:
        NotAvailableError: if its wheel could not be fetched.
    """
    return file_of_wheel("axe.txt", "axe_playwright_python/axe.min.js").read_text(encoding="utf-8")
