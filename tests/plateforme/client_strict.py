"""A test client that turns whole classes of template bugs into failures."""

import re
from typing import Any

from django.test import Client

FORBIDDEN = {
    "an inline event handler": re.compile(r"<[^>]+\son[a-z]+\s*="),
    "an inline style": re.compile(
        r"<(?!svg|path|g|text|rect|line|circle)[a-z0-9]+[^>]*\sstyle\s*="
    ),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script>)"),
    "a style element": re.compile(r"<style[\s>]"),
    "template residue": re.compile(r"\{\{|\{%|\{#|<c-"),
    "an address elsewhere": re.compile(r"""(?:src|action)\s*=\s*["'](?:https?:)?//"""),
}


class ClientStrict(Client):
    """Checks each HTML answer: nothing that the CSP would block, nothing left unrendered."""

    def request(self, **request: Any) -> Any:
        """Run the request and check its page."""
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            text = response.content.decode()
            announced = int(response.get("Content-Length", len(response.content)))
            assert announced == len(response.content), f"{announced} bytes announced"
            for what, pattern in FORBIDDEN.items():
                found = pattern.search(text)
                path = request.get("PATH_INFO")
                assert not found, f"{what} in {path}: {text[found.start() : found.start() + 120]}"
        return response
