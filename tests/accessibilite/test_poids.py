"""A page stays under 300 kB transferred, everything local, at the first visit."""

import gzip

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
LIMIT = 300_000
PACKED = ("text/", "javascript", "svg", "json")


def transferred(response) -> int:
    """Return the bytes on the wire: production compresses text once (whitenoise, gzip)."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(body)) if any(word in kind for word in PACKED) else len(body)


@pytest.mark.parametrize("chemin", ["/", "/composants/"])
def test_a_page_is_light_and_calls_nobody(ouvrir, live_server, chemin):
    seen = []
    ouvrir(chemin, avant=lambda page: page.on("response", lambda answer: seen.append(answer)))
    assert all(response.url.startswith(live_server.url) for response in seen)
    sizes = {response.url: transferred(response) for response in seen if response.ok}
    assert len(sizes) > 8
    assert sum(sizes.values()) < LIMIT, sizes
