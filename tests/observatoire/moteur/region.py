"""The invented région as an attacker writes it: its communes, its areas, its groups of deaths."""

COMMUNES = [f"0000{n}" for n in range(1, 8)] + [f"0A00{n}" for n in range(1, 6)]
MEMBRES = {f"commune:{code}": (code,) for code in COMMUNES} | {
    "epci:990000001": tuple(COMMUNES[:4]),
    "epci:990000002": tuple(COMMUNES[4:8]),
    "epci:990000003": tuple(COMMUNES[8:]),
    "departement:00": tuple(COMMUNES[:7]),
    "departement:0A": tuple(COMMUNES[7:]),
    "region:99": tuple(COMMUNES),
}


def commune_of(code: str) -> str:
    """Return the commune of today: 00009 joined 00003 in 2019."""
    return "00003" if code == "00009" else code


def group_of(cause: str) -> str:
    """Return C for cancers, I for circulatory diseases, X for all others."""
    return cause[0] if cause[0] in "CI" and cause[1:2].isdigit() else "X"
