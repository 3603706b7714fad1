"""Read the signatures of a PDF: who, when, whether a byte changed, whether the chain is trusted.

No database, no network, no key: the file is checked against certificates kept on this machine.
What was signed is compared with what was frozen byte for byte, then object by object: a page
changed before the first signature is found as well as one changed after it.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.documents.ajouts import is_only_signed

# An untrusted signature is an answer for the reader, not an incident with its trace.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)
SIGNATURES_MAX = 50
SUFFIXES = {".pem", ".crt", ".cer"}


@dataclass(frozen=True, slots=True)
class ConstatSignature:
    """What was read of one signature. `heure_attestee`: a trusted timestamp says when.

    `intacte`: not one signed byte changed. `reconnue`: its certificate leads to the trust list.
    `sans_ajout`: nothing but other signatures came after it.
    """

    champ: str
    nom: str
    organisation: str
    emetteur: str
    heure: str
    heure_attestee: bool
    intacte: bool
    reconnue: bool
    sans_ajout: bool
    couvre_tout: bool
    reserves: tuple[str, ...] = ()

    @property
    def valide(self) -> bool:
        """Say whether it holds, without reserve."""
        return self.intacte and self.reconnue and self.sans_ajout

    @property
    def moment(self) -> datetime | None:
        """Return when it was signed, as the signer or a timestamp says."""
        return datetime.fromisoformat(self.heure) if self.heure else None


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read of a file. `meme_document`: None when no frozen document was given."""

    signatures: tuple[ConstatSignature, ...]
    meme_document: bool | None = None
    reserves: tuple[str, ...] = ()

    @property
    def valide(self) -> bool:
        """Say whether every signature holds, on the frozen document when there is one."""
        return (
            bool(self.signatures)
            and all(one.valide for one in self.signatures)
            and self.meme_document is not False
            and not self.reserves
        )

    def as_row(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {**asdict(self), "valide": self.valide}


def from_row(row: dict[str, Any]) -> Verification:
    """Return what was kept of a verification."""
    signatures = tuple(
        ConstatSignature(**{**one, "reserves": tuple(one["reserves"])}) for one in row["signatures"]
    )
    return Verification(signatures, row["meme_document"], tuple(row["reserves"]))


def verify(octets: bytes, confiance: Path | None, fige: bytes | None = None) -> Verification:
    """Verify every signature of a PDF, and that it signs the frozen document when it is given."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(octets))
        found = reader.embedded_regular_signatures
        if len(found) > SIGNATURES_MAX:
            raise ActeRefuse(f"Ce fichier porte plus de {SIGNATURES_MAX} signatures.")
        roots = tuple(trust_roots(confiance))
        signatures = tuple(_read(reader, one, roots) for one in found)
        same, reserves = _compare(octets, fige)
    except _malformed() as error:
        raise ActeRefuse(
            "Les signatures de ce PDF ne peuvent pas être lues.",
            "Demandez au parapheur le fichier signé d’origine, sans conversion ni impression.",
            champ="fichier",
        ) from error
    if not roots and signatures:
        reserves = (*reserves, "Aucune liste de confiance n’est réglée sur ce site.")
    return Verification(signatures, same, reserves)


def trust_roots(folder: Path | None) -> Iterator[Any]:
    """Yield the certificates of a folder, those of one file after another."""
    from pyhanko.keys import load_certs_from_pemder_data

    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES:
            yield from load_certs_from_pemder_data(path.read_bytes())


def _compare(octets: bytes, fige: bytes | None) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether the file is the frozen one plus signatures, and what else was changed."""
    if fige is None:
        return None, ()
    if not octets.startswith(fige):
        return False, ("Ce n’est pas le document figé ici : ses octets sont différents.",)
    if not is_only_signed(fige, octets):
        return False, ("Le document figé a été modifié, avant ou après sa signature.",)
    return True, ()


def _read(reader: Any, embedded: Any, roots: tuple[Any, ...]) -> ConstatSignature:
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        status, judged = _validate(embedded, roots, None)
        stamped = _attested(status)
        if stamped is not None:  # a certificate expired since is judged on the day it signed
            status, judged = _validate(embedded, roots, stamped)
    except SignatureValidationError:
        return _unreadable(embedded)
    whole = status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION
    )  # fmt: skip
    certificate = status.signing_cert
    when = stamped or status.signer_reported_dt
    intact = bool(status.intact and status.valid)
    untouched = judged and _untouched(status)
    return ConstatSignature(
        champ=str(embedded.field_name),
        nom=_name(certificate.subject, "common_name") or "nom absent du certificat",
        organisation=_name(certificate.subject, "organization_name"),
        emetteur=_name(certificate.issuer, "common_name"),
        heure=when.isoformat() if when else "",
        heure_attestee=stamped is not None,
        intacte=intact,
        reconnue=bool(status.trusted),
        sans_ajout=bool(whole and untouched),
        couvre_tout=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        reserves=tuple(_reserves(status, certificate, intact, whole, untouched)),
    )


def _validate(embedded: Any, roots: tuple[Any, ...], moment: datetime | None) -> tuple[Any, bool]:
    """Return what pyHanko finds, and whether it could judge what came after the signature.

    A changed byte may break the very objects that are compared: the print still answers.
    """
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError

    signer, stamp = _context(roots, moment), _context(roots, None)
    try:
        return run_apart(validate_pdf_signature, embedded, signer, stamp), True
    except SignatureValidationError:
        raise
    except _malformed():
        signer, stamp = _context(roots, moment), _context(roots, None)
        return run_apart(validate_pdf_signature, embedded, signer, stamp, skip_diff=True), False


def run_apart(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Call a function of pyHanko in a thread of its own: it runs an event loop, and a thread
    where one turns already (an asynchronous server, a browser under test) refuses a second.
    """
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(function, *args, **options).result()


def _malformed() -> tuple[type[Exception], ...]:
    """Return what reading a broken file may raise."""
    from pyhanko.pdf_utils.misc import PdfError

    return (
        PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
        OverflowError, NotImplementedError,
    )  # fmt: skip


def _context(roots: tuple[Any, ...], moment: datetime | None) -> Any:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=list(roots), allow_fetching=False, revocation_mode="soft-fail", moment=moment
    )


def _attested(status: Any) -> datetime | None:
    """Return the time that a trusted timestamp gives."""
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return None
    moment: datetime = stamp.timestamp
    return moment


def _untouched(status: Any) -> bool:
    """Say whether nothing but signatures and their fields came after this one."""
    from pyhanko.sign.diff_analysis import ModificationLevel

    level = status.modification_level
    return level is None or level in (
        ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING
    )  # fmt: skip


def _reserves(
    status: Any, certificate: Any, intact: bool, whole: bool, untouched: bool
) -> Iterator[str]:
    if not intact:  # whose certificate it bears no longer matters: it is not even examined
        yield "Au moins un octet signé a changé depuis la signature."
        return
    if not whole:
        yield "La signature ne couvre pas tout le document."
    elif not untouched:
        yield "Le contenu a été modifié après cette signature."
    if status.revoked:
        yield "Le certificat a été révoqué."
    elif not status.trusted:
        yield _untrusted(status, certificate)
    if status.timestamp_validity is not None and _attested(status) is None:
        yield "L’horodatage joint n’est pas reconnu : l’heure est celle que dit le signataire."


def _untrusted(status: Any, certificate: Any) -> str:
    """Return why the certificate leads nowhere: expired, or of an authority not on the list."""
    from pyhanko.sign.ades.report import AdESIndeterminate

    if status.trust_problem_indic in (
        AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
        AdESIndeterminate.EXPIRED,
    ):  # fmt: skip
        end = certificate.not_valid_after
        return f"Le certificat n’est plus valable (terme : {end:%d/%m/%Y})."
    return "L’autorité qui a délivré le certificat n’est pas dans la liste de confiance."


def _unreadable(embedded: Any) -> ConstatSignature:
    """Return the reading of a signature that no rule recognises."""
    return ConstatSignature(
        str(embedded.field_name), "signature illisible", "", "", "", False, False, False, False,
        False, ("Cette signature ne respecte pas le format attendu (PAdES).",),
    )  # fmt: skip


def _name(named: Any, field: str) -> str:
    """Return a part of a distinguished name; an e-mail address in it is never read."""
    value = named.native.get(field, "")
    return ", ".join(value) if isinstance(value, list) else str(value or "")
