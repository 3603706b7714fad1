"""The page is set in French on its way out; what was typed, and code, are left alone."""

import pytest

from ancrage.plateforme.web.socle.typographie import set_page


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<p>L&#x27;accès : oui ?</p>", "<p>L’accès\u00a0: oui\u202f?</p>"),
        ("<p><b>Source</b> : Insee</p>", "<p><b>Source</b>\u00a0: Insee</p>"),
        ("<p>« <a>Mes données</a> »</p>", "<p>«\u00a0<a>Mes données</a>\u00a0»</p>"),
        ("<p>du 1 mai au 21 mai 2026</p>", "<p>du 1er mai au 21 mai 2026</p>"),
        ("<td>12 %</td>", "<td>12\u202f%</td>"),
        ("<p>fini\n  ; suite</p>", "<p>fini\u202f; suite</p>"),
    ],
)
def test_text_is_set(written, printed):
    assert set_page(written) == printed
    assert set_page(printed) == printed


@pytest.mark.parametrize(
    "kept",
    [
        "<textarea>l&#x27;un : b</textarea>",
        "<code>a : b</code>",
        '<input value="l\'un : b">',
        "<p>Santé &amp; territoires &lt;b&gt; 18:30</p>",
        "<!-- l'un : b -->",
    ],
)
def test_what_is_no_prose_is_kept(kept):
    assert set_page(kept) == kept
