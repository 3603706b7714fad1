"""A test PKI, made for the tests and thrown away: an authority, signatories, signed files."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ancrage.plateforme.documents.pades import run_apart

DEBUT = datetime(2020, 1, 1, tzinfo=UTC)


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: Any, signing: Any, fin: datetime, autorite: bool
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(DEBUT)
        .not_valid_after(fin)
        .add_extension(x509.BasicConstraints(ca=autorite, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not autorite, content_commitment=not autorite,
                key_encipherment=False, data_encipherment=False, key_agreement=False,
                key_cert_sign=autorite, crl_sign=autorite, encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )  # fmt: skip
    return builder.sign(signing, hashes.SHA256())


class Autorite:
    """An authority that delivers certificates."""

    def __init__(self, nom: str = "Autorité d’essai") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name(nom, "Essai")
        self.certificate = _certificate(
            self.name, self.name, self.key, self.key, datetime.now(UTC) + timedelta(days=3650), True
        )

    def write(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        (folder / "autorite.pem").write_bytes(pem)
        return folder

    def signataire(
        self, nom: str, organisation: str = "Communauté porteuse", fin: datetime | None = None
    ) -> signers.SimpleSigner:
        """Return somebody who can sign, whose certificate ends on a day."""
        from asn1crypto import keys
        from asn1crypto import x509 as asn1

        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(
            _name(nom, organisation), self.name, key, self.key,
            fin or datetime.now(UTC) + timedelta(days=365), False,
        )  # fmt: skip
        der, encoding = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        plain = serialization.NoEncryption()
        store = SimpleCertificateStore()
        store.register(asn1.Certificate.load(self.certificate.public_bytes(der)))
        return signers.SimpleSigner(
            signing_cert=asn1.Certificate.load(made.public_bytes(der)),
            signing_key=keys.PrivateKeyInfo.load(key.private_bytes(der, encoding, plain)),
            cert_registry=store,
        )


def sign(octets: bytes, signer: signers.SimpleSigner, champ: str = "Signature1") -> bytes:
    """Return a PDF with one more PAdES signature."""
    writer = IncrementalPdfFileWriter(BytesIO(octets))
    out = run_apart(
        signers.sign_pdf,
        writer,
        signers.PdfSignatureMetadata(
            field_name=champ, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        ),
        signer=signer,
    )
    return bytes(out.getvalue())


def alter(octets: bytes) -> bytes:
    """Return the file with one byte of a signed page changed."""
    place = octets.index(b"stream") + 40
    return octets[:place] + bytes([octets[place] ^ 1]) + octets[place + 1 :]


def append_change(octets: bytes) -> bytes:
    """Return the file with its first page drawn over by an appended revision."""
    writer = IncrementalPdfFileWriter(BytesIO(octets))
    drawn = writer.add_object(generic.StreamObject(stream_data=b"q 0 0 400 400 re f Q"))
    writer.add_stream_to_page(0, drawn)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
