"""The public verification: who signed what, when, and whether one byte changed."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.documents.lectures import signed_versions
from ancrage.plateforme.documents.services.verification import Lecture, read_file, read_signed
from ancrage.plateforme.web.signature.forms import VerificationForm
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_contrat
from ancrage.plateforme.web.socle.debit import address_of, seconds_to_wait
from ancrage.plateforme.web.socle.rendu import rendre

PAR_MINUTE = 10  # files that one address may give: each asks a second of computing


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest) -> HttpResponse:
    """Read a file that anybody gives; nothing of it is kept."""
    form = VerificationForm(request.POST or None, request.FILES or None)
    read, status = None, 200
    if request.method == "POST":
        wait = seconds_to_wait(f"verifier:{address_of(request)}", PAR_MINUTE)
        read = _read(form, wait)
        status = 200 if read else 429 if wait else 422
    context = {"form": form, "lecture": read}
    return rendre(request, "signature/verifier.html", context, status=status)


def _read(form: VerificationForm, wait: int) -> Lecture | None:
    if not form.is_valid():
        return None
    if wait:
        said = f"Vous avez donné {PAR_MINUTE} fichiers en une minute. Attendez {wait} secondes."
        form.add_error("fichier", said)
        return None
    upload: UploadedFile = form.cleaned_data["fichier"]
    try:
        return read_file(upload)
    except ActeRefuse as refused:
        form.add_error("fichier", str(refused))
        return None


@login_not_required
@require_safe
def contrat(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who signed a contract and its amendments, and give its public version."""
    found = get_contrat(request, slug)
    context = {
        **frame_contrat(request, found),
        "documents": [read_signed(one) for one in signed_versions(found)],
    }
    return rendre(request, "signature/verification.html", context)
