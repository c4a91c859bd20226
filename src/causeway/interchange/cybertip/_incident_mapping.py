"""Where it happened, both ways: one row per kind of incident says which of its fields is which of ours."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from causeway.interchange.cybertip import _people_mapping as people
from causeway.interchange.cybertip import types as wire
from causeway.interchange.cybertip._wire import Wired
from causeway.vocabulary.referral import Incident, IncidentKind


@dataclass(frozen=True, slots=True)
class _Kind:
    """`place` is the field of `InternetDetails`; `fields` pairs the format's field with ours."""

    place: str
    described: type[Wired]
    fields: dict[str, str]


_CONTENT = {"content": "content", "additional_info": "notes"}

_KINDS: dict[IncidentKind, _Kind] = {
    IncidentKind.WEB_PAGE: _Kind(
        "web_page",
        wire.WebPageIncident,
        {"urls": "urls", "third_party_hosted_content": "third_party_hosted", "additional_info": "notes"},
    ),
    IncidentKind.EMAIL: _Kind("email", wire.EmailIncident, {"email_addresses": "emails", **_CONTENT}),
    IncidentKind.NEWSGROUP: _Kind(
        "newsgroup", wire.NewsgroupIncident, {"name": "name", "email_addresses": "emails", **_CONTENT}
    ),
    IncidentKind.CHAT: _Kind(
        "chat_im", wire.ChatImIncident, {"chat_client": "client", "chat_room_name": "name", **_CONTENT}
    ),
    IncidentKind.GAME: _Kind(
        "online_gaming", wire.OnlineGamingIncident, {"game_name": "name", "console": "client", **_CONTENT}
    ),
    IncidentKind.PHONE: _Kind(
        "cell_phone",
        wire.CellPhoneIncident,
        {"phone_number": "phones", "latitude": "latitude", "longitude": "longitude", "additional_info": "notes"},
    ),
    IncidentKind.OFFLINE: _Kind(
        "non_internet",
        wire.NonInternetIncident,
        {"location_name": "name", "incident_addresses": "addresses", "additional_info": "notes"},
    ),
    IncidentKind.PEER_TO_PEER: _Kind(
        "peer2peer",
        wire.Peer2PeerIncident,
        {
            "client": "client",
            "ip_capture_events": "ip_events",
            "file_names": "file_names",
            "additional_info": "notes",
        },
    ),
}

_TO_OURS: dict[str, Callable[[Any], Any]] = {
    "emails": people.emails,
    "phones": lambda phone: people.phones((phone,)),
    "addresses": people.addresses,
    "ip_events": people.ip_events,
    "latitude": float,
    "longitude": float,
}
_TO_WIRE: dict[str, Callable[[Any], Any]] = {
    "emails": people.wire_emails,
    "phones": lambda given: people.wire_phones(given[:1])[0] if given else None,
    "addresses": people.wire_addresses,
    "ip_events": people.wire_ip_events,
    "latitude": lambda degrees: Decimal(repr(degrees)),
    "longitude": lambda degrees: Decimal(repr(degrees)),
}


def incident(details: wire.InternetDetails) -> Incident | None:
    """An incident in our terms; None where a later schema's kind stands alone, which the sealed original keeps."""
    for kind, row in _KINDS.items():
        given = getattr(details, row.place)
        if given is not None:
            values = {ours: getattr(given, theirs) for theirs, ours in row.fields.items()}
            return Incident(kind=kind, **_converted(values, _TO_OURS, row.fields))
    return None


def wire_incident(incident: Incident) -> wire.InternetDetails:
    """An incident in the format's terms; what its kind has no element for is left out."""
    row = _KINDS[incident.kind]
    values = {ours: getattr(incident, ours) for ours in row.fields.values()}
    converted = _converted(values, _TO_WIRE, row.fields)
    described = row.described(**{theirs: converted[ours] for theirs, ours in row.fields.items() if ours in converted})
    return wire.InternetDetails(**{row.place: described})  # type: ignore[arg-type]


def _converted(
    values: dict[str, Any], converters: dict[str, Callable[[Any], Any]], fields: dict[str, str]
) -> dict[str, Any]:
    return {
        ours: converters[ours](values[ours]) if ours in converters else values[ours]
        for ours in fields.values()
        if values[ours] is not None
    }
