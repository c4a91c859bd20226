"""What makes a referral usable: one small pure function per completeness feature.

Each function answers with the share of the feature that is there, from 0 (missing) to 1 (present), or None where the
feature does not apply to this concern. Names, weights and words stand in `policies/completeness.toml`; the features
themselves are those of the Stanford Internet Observatory's study of the CyberTipline (2024).
"""

from collections.abc import Callable, Iterable, Mapping

from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Annotation,
    Attachment,
    Concern,
    EventKind,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Referral,
)

Share = float | None
FeatureFunction = Callable[[Referral], Share]

_ABOUT_A_FILE = frozenset({Concern.SEXUAL_ABUSE_MATERIAL, Concern.UNSOLICITED_MATERIAL})
_ABOUT_A_PAGE = frozenset({Concern.MISLEADING_DOMAIN, Concern.MISLEADING_WORDS})
_ABOUT_WORDS = frozenset({Annotation.EXTORTION, Annotation.SOLICITATION})
ROLE_WORDS = frozenset(
    {
        "abuse",
        "admin",
        "child",
        "childsafety",
        "compliance",
        "contact",
        "csam",
        "desk",
        "enquiries",
        "help",
        "helpdesk",
        "info",
        "intake",
        "law",
        "lawenforcement",
        "legal",
        "leo",
        "mail",
        "office",
        "policy",
        "postmaster",
        "privacy",
        "protection",
        "reception",
        "referrals",
        "report",
        "reports",
        "response",
        "safeguarding",
        "safety",
        "security",
        "support",
        "team",
        "trust",
        "trustandsafety",
        "trustsafety",
        "webmaster",
    }
)
"""Words that name a role in a mailbox: those of RFC 2142 and those in use at trust-and-safety desks and schools."""


def is_about_a_file(referral: Referral) -> bool:
    """Whether a file is at the heart of it: the concern says so, or files came."""
    return referral.concern in _ABOUT_A_FILE or bool(referral.attachments)


def ip_events(referral: Referral) -> tuple[IpEvent, ...]:
    """Every address seen at work by the subject, in the incident or at an upload; not those of a victim or
    recipient.
    """
    uploads = tuple(attachment.upload_event for attachment in referral.attachments if attachment.upload_event)
    incidents = tuple(event for incident in referral.incidents for event in incident.ip_events)
    subjects = tuple(event for party in referral.parties_as(PartyRole.SUBJECT) for event in party.ip_events)
    return uploads + incidents + subjects


def upload_ip(referral: Referral) -> Share:
    """The address of the upload; a login address counts half. An IPv6 address is seldom shared and needs no port."""
    return _best(_traced(event, upload=True) for event in ip_events(referral)) if is_about_a_file(referral) else None


def subject_ip(referral: Referral) -> Share:
    """Where no file was uploaded: any address that the subject used."""
    if is_about_a_file(referral) or _is_offline(referral):
        return None
    return _best(_traced(event, upload=False) for event in ip_events(referral))


def incident_time(referral: Referral) -> Share:
    """When it happened."""
    return float(referral.occurred_at is not None)


def time_definition(referral: Referral) -> Share:
    """Which moment that time is."""
    return float(bool(referral.occurred_definition))


def file(referral: Referral) -> Share:
    """The file with its bytes; a URL or a stated digest alone is little."""
    if not is_about_a_file(referral):
        return None
    if referral.has_file:
        return 1.0
    if any(attachment.url for attachment in referral.attachments) or any(
        incident.urls for incident in referral.incidents
    ):
        return 0.4
    return 0.2 if any(attachment.stated_digests for attachment in referral.attachments) else 0.0


def chat(referral: Referral) -> Share:
    """What was written, where words are at the heart of it."""
    has_words = any(incident.content for incident in referral.incidents)
    about_words = referral.concern not in _ABOUT_A_FILE | _ABOUT_A_PAGE or bool(
        _ABOUT_WORDS & set(referral.annotations)
    )
    if not about_words and not has_words:
        return None
    return 1.0 if has_words else 0.5 if referral.narrative else 0.0


def viewed(referral: Referral) -> Share:
    """Whether a person viewed this very file. Saying honestly that nobody did is worth half."""
    files = tuple(attachment for attachment in referral.attachments if not attachment.supplemental)
    return sum(_viewed(attachment) for attachment in files) / len(files) if files else None


def subject_location(referral: Referral) -> Share:
    """Where the subject is."""
    return _best(_located(party) for party in referral.parties_as(PartyRole.SUBJECT))


def victim_location(referral: Referral) -> Share:
    """Where the child is. A file of which nobody knows the child does not ask for it."""
    victims = referral.parties_as(PartyRole.VICTIM)
    return None if not victims and is_about_a_file(referral) else _best(_located(party) for party in victims)


def child_whereabouts(referral: Referral) -> Share:
    """Where the child who tells us is, in whatever role the child stands."""
    return _best(_located(party) for party in referral.parties)


def subject_account(referral: Referral) -> Share:
    """The subject's account, best by its lasting identifier."""
    accounts = [account for party in referral.parties_as(PartyRole.SUBJECT) for account in party.accounts]
    return _best(
        1.0 if account.identifier else 0.6 if account.handle or account.profile_urls else 0.0 for account in accounts
    )


def subject_contact(referral: Referral) -> Share:
    """An e-mail address or telephone number of the subject."""
    subjects = referral.parties_as(PartyRole.SUBJECT)
    verified = [email.verified for party in subjects for email in party.emails]
    verified += [phone.verified for party in subjects for phone in party.phones]
    return _best(1.0 if is_verified else 0.7 for is_verified in verified)


def subject_named(referral: Referral) -> Share:
    """Who it is about, by any name."""
    return float(any(_is_named(party) for party in referral.parties_as(PartyRole.SUBJECT)))


def victim_identity(referral: Referral) -> Share:
    """Who the child is, so that somebody can reach the child. A file of which nobody knows the child does not ask for
    it.
    """
    victims = referral.parties_as(PartyRole.VICTIM)
    return None if not victims and is_about_a_file(referral) else float(any(_is_named(party) for party in victims))


def ages(referral: Referral) -> Share:
    """The child's age, or at least the subject's."""
    if any(_has_age(party) for party in referral.parties_as(PartyRole.VICTIM)):
        return 1.0
    if any(_has_age(party) for party in referral.parties_as(PartyRole.SUBJECT)):
        return 0.5 if referral.parties_as(PartyRole.VICTIM) else 1.0
    return 0.0


def role_mailbox(referral: Referral) -> Share:
    """A mailbox that outlives any one person."""
    emails = referral.contact.emails if referral.contact else ()
    return _best(1.0 if is_role_mailbox(email.address) else 0.5 for email in emails)


def stated_flags(referral: Referral) -> Share:
    """What sort of file it is, by the sender's word."""
    if not referral.attachments:
        return None
    return float(referral.viral or any(item.flags or item.industry_class for item in referral.attachments))


def sender_reference(referral: Referral) -> Share:
    """The sender's own number."""
    return float(bool(referral.sender_reference))


def web_address(referral: Referral) -> Share:
    """Where on the web it stands."""
    return float(
        any(incident.urls for incident in referral.incidents) or any(item.url for item in referral.attachments)
    )


def platform(referral: Referral) -> Share:
    """In which app, game, site or place it happened."""
    return float(
        bool(referral.platform)
        or any(incident.name or incident.urls or incident.addresses for incident in referral.incidents)
    )


def narrative(referral: Referral) -> Share:
    """What happened, in somebody's words."""
    return float(bool(referral.narrative) or any(incident.content or incident.notes for incident in referral.incidents))


def sender_contact(referral: Referral) -> Share:
    """A way to reach whoever told it."""
    return float(bool(referral.contact and (referral.contact.emails or referral.contact.phones)))


def kept_evidence(referral: Referral) -> Share:
    """Something that was kept: a file, an address on the web, messages. What happened face to face leaves none."""
    if referral.attachments or any(incident.urls or incident.content for incident in referral.incidents):
        return 1.0
    return None if _is_offline(referral) else 0.0


def is_role_mailbox(address: str) -> bool:
    """Whether an e-mail address seems to belong to a role rather than to one person, by the words in its local part."""
    local = address.partition("@")[0].lower()
    for separator in "-_+":
        local = local.replace(separator, ".")
    return any(word in ROLE_WORDS for word in local.split("."))


def _best(shares: Iterable[float]) -> float:
    return max(shares, default=0.0)


def _traced(event: IpEvent, *, upload: bool) -> float:
    has_port = event.port is not None or ":" in event.address
    share = 0.3 + 0.4 * (event.at is not None) + 0.3 * has_port
    is_weaker = upload and event.kind is not EventKind.UPLOAD
    return share / 2 if is_weaker else share


def _is_offline(referral: Referral) -> bool:
    return bool(referral.incidents) and all(incident.kind is IncidentKind.OFFLINE for incident in referral.incidents)


def _viewed(attachment: Attachment) -> float:
    return 1.0 if attachment.viewed_by_sender else 0.5 if attachment.viewed_by_sender is False else 0.0


def _located(party: Party) -> float:
    places: tuple[Address | EstimatedLocation, ...] = (*party.addresses, *((party.location,) if party.location else ()))
    if party.school or any(_is_local(place) for place in places):
        return 1.0
    return 0.5 if any(place.country or place.region for place in places) or party.phones else 0.0


def _is_local(place: Address | EstimatedLocation) -> bool:
    return bool(place.city or (isinstance(place, Address) and place.postcode))


def _is_named(party: Party) -> bool:
    return bool(party.first_name or party.last_name or party.accounts or party.emails or party.phones)


def _has_age(party: Party) -> bool:
    return party.age_years is not None or party.born_on is not None


FEATURES: Mapping[str, FeatureFunction] = {
    function.__name__: function
    for function in (
        upload_ip,
        subject_ip,
        incident_time,
        time_definition,
        file,
        chat,
        viewed,
        subject_location,
        victim_location,
        child_whereabouts,
        subject_account,
        subject_contact,
        subject_named,
        victim_identity,
        ages,
        role_mailbox,
        stated_flags,
        sender_reference,
        web_address,
        platform,
        narrative,
        sender_contact,
        kept_evidence,
    )
}
"""Every feature that a completeness table may weigh, by its code."""
