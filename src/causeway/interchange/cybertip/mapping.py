"""The one table between the CyberTipline's format and our vocabulary: every path that holds a value, and where it goes.

`docs/reference/cybertip-mapping.md` is written from it. A test walks every path of the format: it must stand here, and
what is said to be mapped must change the referral when it changes, what is said to be kept in the sealed original only
must not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from causeway.interchange.cybertip import enumerations as wire
from causeway.vocabulary.referral import Annotation, Concern, EventKind, FileFlag

W = TypeVar("W", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """One path of the format.

    `vocabulary` is None where the sealed original alone keeps the value; `note` then says why.
    """

    wire: str
    vocabulary: str | None
    note: str = ""


INCIDENT_TYPES: dict[wire.IncidentType, Concern] = {
    wire.IncidentType.SEXUAL_ABUSE_MATERIAL: Concern.SEXUAL_ABUSE_MATERIAL,
    wire.IncidentType.TRAFFICKING: Concern.TRAFFICKING,
    wire.IncidentType.TRAVEL: Concern.TRAVEL,
    wire.IncidentType.CONTACT_ABUSE: Concern.CONTACT_ABUSE,
    wire.IncidentType.MISLEADING_DOMAIN: Concern.MISLEADING_DOMAIN,
    wire.IncidentType.MISLEADING_WORDS: Concern.MISLEADING_WORDS,
    wire.IncidentType.GROOMING: Concern.GROOMING,
    wire.IncidentType.UNSOLICITED_MATERIAL: Concern.UNSOLICITED_MATERIAL,
}
ANNOTATIONS: dict[wire.ReportAnnotation, Annotation] = {
    wire.ReportAnnotation.SEXTORTION: Annotation.EXTORTION,
    wire.ReportAnnotation.SOLICITATION: Annotation.SOLICITATION,
    wire.ReportAnnotation.MINOR_TO_MINOR: Annotation.BETWEEN_CHILDREN,
    wire.ReportAnnotation.SPAM: Annotation.SPAM,
    wire.ReportAnnotation.SADISTIC_EXPLOITATION: Annotation.SADISTIC_EXPLOITATION,
    wire.ReportAnnotation.INFORMATIONAL: Annotation.INFORMATIONAL,
    wire.ReportAnnotation.AGGRAVATING_FACTORS: Annotation.AGGRAVATING_FACTORS,
    wire.ReportAnnotation.INSTRUMENTAL_USE: Annotation.INSTRUMENTAL_USE,
}
EVENTS: dict[wire.EventName, EventKind] = {name: EventKind(name.value.lower()) for name in wire.EventName}
FILE_FLAGS: dict[wire.FileAnnotation, FileFlag] = {
    wire.FileAnnotation.DRAWING: FileFlag.DRAWING,
    wire.FileAnnotation.POTENTIAL_MEME: FileFlag.MEME,
    wire.FileAnnotation.VIRAL: FileFlag.VIRAL,
    wire.FileAnnotation.POSSIBLE_SELF_PRODUCTION: FileFlag.SELF_PRODUCED,
    wire.FileAnnotation.PHYSICAL_HARM: FileFlag.PHYSICAL_HARM,
    wire.FileAnnotation.VIOLENCE_GORE: FileFlag.VIOLENCE,
    wire.FileAnnotation.ANIMAL: FileFlag.ANIMAL,
    wire.FileAnnotation.LIVE_STREAMING: FileFlag.LIVE_STREAM,
    wire.FileAnnotation.INFANT: FileFlag.INFANT,
    wire.FileAnnotation.GENERATIVE_AI: FileFlag.GENERATED,
}

_STAFF = "a private fact about the sender's or the police's own staff, of no use to the child"
_ONE_IS_ENOUGH = "one way to reach the officer is enough; the original has the rest"


def _under(wire_prefix: str, vocabulary_prefix: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(
        Row(
            f"{wire_prefix}{row.wire}" if row.wire.startswith("/@") or not row.wire else f"{wire_prefix}/{row.wire}",
            None if row.vocabulary is None else f"{vocabulary_prefix}{row.vocabulary}",
            row.note,
        )
        for row in rows
    )


def _sealed(paths: str, why: str) -> tuple[Row, ...]:
    return tuple(Row(path, None, why) for path in paths.split())


_PHONE = (
    Row("", "number"),
    Row("/@type", "kind"),
    Row("/@verified", "verified"),
    Row("/@verificationDate", "verified_at"),
    Row("/@countryCallingCode", "calling_code"),
    Row("/@extension", "extension"),
)
_EMAIL = (
    Row("", "address"),
    Row("/@type", "kind"),
    Row("/@verified", "verified"),
    Row("/@verificationDate", "verified_at"),
)
_ADDRESS = (
    Row("/@type", "kind"),
    Row("address", "street"),
    Row("city", "city"),
    Row("zipCode", "postcode"),
    Row("state", "region", "stands before nonUsaState; the country is then US, where none is given"),
    Row("nonUsaState", "region"),
    Row("country", "country", "in capitals"),
)
_REACHED = (*_under("phone", "phones[].", _PHONE), *_under("email", "emails[].", _EMAIL))
_AT_ADDRESS = _under("address", "addresses[].", _ADDRESS)
_NAMED = (Row("firstName", "first_name"), Row("lastName", "last_name"))
_PERSON = (
    *_NAMED,
    *_REACHED,
    *_AT_ADDRESS,
    Row("age", "age_years"),
    Row("ageAssertionDiscrepancy", "age_disputed"),
    Row("dateOfBirth", "born_on", "the calendar day; a zone is dropped"),
)
_CONTACT = (Row("firstName", "name", "joined with lastName"), Row("lastName", "name"), *_REACHED)
_IP_EVENT = (
    Row("ipAddress", "address"),
    Row("eventName", "kind"),
    Row("dateTime", "at", "in UTC; without a zone it is taken as UTC"),
    Row("possibleProxy", "possible_proxy"),
    Row("port", "port"),
)
_DEVICE = (Row("idType", "kind"), Row("idValue", "value"), Row("eventName", "event"), Row("dateTime", "at"))
_CLOSED = (
    Row("", "accounts[].disabled"),
    Row("/@disabledDate", "accounts[].disabled_at"),
    Row("/@userNotified", "accounts[].holder_told"),
    Row("/@userNotifiedDate", "accounts[].holder_told_at"),
)
_IF_NOT_FOR_GOOD = "where the account is not closed for good"
_ACCOUNT = (
    Row("espIdentifier", "accounts[].identifier"),
    Row("espService", "accounts[].service"),
    Row("compromisedAccount", "accounts[].compromised"),
    Row("screenName", "accounts[].handle"),
    Row("displayName", "accounts[].display_names[]"),
    Row("profileUrl", "accounts[].profile_urls[]"),
    Row("profileBio", "accounts[].bio"),
    *_under("ipCaptureEvent", "ip_events[].", _IP_EVENT),
    *_under("deviceId", "devices[].", _DEVICE),
    *(
        Row(f"accountTemporarilyDisabled{row.wire}", row.vocabulary, _IF_NOT_FOR_GOOD)
        for row in (*_CLOSED, Row("/@reenabledDate", "accounts[].reenabled_at"))
    ),
    *(
        Row(f"accountPermanentlyDisabled{row.wire}", row.vocabulary, "and disabled_for_good" * (not row.wire))
        for row in _CLOSED
    ),
    Row("allEmailsReported", "all_emails_given"),
    Row("additionalInfo", "notes"),
)
_GROUP = (Row("groupIdentifier", "accounts[].group"),)
_PARTY = (
    *_ACCOUNT,
    Row("priorCTReports", "prior_references[]"),
    Row("estimatedLocation/@verified", "location.verified"),
    Row("estimatedLocation/@timestamp", "location.at"),
    Row("estimatedLocation/city", "location.city"),
    Row("estimatedLocation/region", "location.region"),
    Row("estimatedLocation/countryCode", "location.country", "in capitals"),
)
_ASSOCIATE = (
    Row("/@type", "relation"),
    Row("platform", "accounts[].service", "where espService is not given"),
    Row("platform/@thirdPartyUser", "accounts[].third_party"),
    *_NAMED,
    Row("middleName", "middle_name"),
    Row("approximateAge", "age_years", "with age_is_approximate"),
    Row("dateOfBirth", "born_on", "the calendar day; a zone is dropped"),
    *_REACHED,
    *_AT_ADDRESS,
    *_ACCOUNT,
    *_GROUP,
    Row("priorCTReport", "prior_references[]"),
)
_CONTENT = (Row("content", "content"), Row("additionalInfo", "notes"))
_EMAILED = _under("emailAddress", "emails[].", _EMAIL)
_SUMMARY = (
    Row("incidentType", "concern", "the preferred term; see the table of values"),
    Row("platform", "platform"),
    Row("escalateToHighPriority", "emergency"),
    *(Row(f"reportAnnotations/{name.value}", "annotations[]", ours.value) for name, ours in ANNOTATIONS.items()),
    Row("incidentDateTime", "occurred_at", "in UTC; without a zone it is taken as UTC"),
    Row("incidentDateTimeDescription", "occurred_definition"),
)
_INCIDENTS = (
    Row("webPageIncident/@thirdPartyHostedContent", "third_party_hosted"),
    Row("webPageIncident/url", "urls[]"),
    Row("webPageIncident/additionalInfo", "notes"),
    *_under("emailIncident", "", (*_EMAILED, *_CONTENT)),
    *_under("newsgroupIncident", "", (Row("name", "name"), *_EMAILED, *_CONTENT)),
    *_under("chatImIncident", "", (Row("chatClient", "client"), Row("chatRoomName", "name"), *_CONTENT)),
    *_under("onlineGamingIncident", "", (Row("gameName", "name"), Row("console", "client"), *_CONTENT)),
    *_under("cellPhoneIncident/phoneNumber", "phones[].", _PHONE),
    Row("cellPhoneIncident/latitude", "latitude"),
    Row("cellPhoneIncident/longitude", "longitude"),
    Row("cellPhoneIncident/additionalInfo", "notes"),
    Row("nonInternetIncident/locationName", "name"),
    *_under("nonInternetIncident/incidentAddress", "addresses[].", _ADDRESS),
    Row("nonInternetIncident/additionalInfo", "notes"),
    Row("peer2peerIncident/client", "client"),
    *_under("peer2peerIncident/ipCaptureEvent", "ip_events[].", _IP_EVENT),
    Row("peer2peerIncident/fileNames", "file_names"),
    Row("peer2peerIncident/additionalInfo", "notes"),
)
_POLICE = (
    Row("agencyName", "agency"),
    Row("caseNumber", "case_reference"),
    Row("officerContact/firstName", "officer_name", "joined with lastName"),
    Row("officerContact/lastName", "officer_name"),
    Row("officerContact/phone", "officer_phone", "the first"),
    *_under("officerContact/phone", "", _sealed("/@type /@verified /@verificationDate", _ONE_IS_ENOUGH)),
    Row("officerContact/phone/@countryCallingCode", "officer_phone", "before the number"),
    Row("officerContact/phone/@extension", None, _ONE_IS_ENOUGH),
    Row("officerContact/email", "officer_email", "the first"),
    *_under("officerContact/email", "", _sealed("/@type /@verified /@verificationDate", _ONE_IS_ENOUGH)),
    *(Row(f"officerContact/{row.wire}", None, _STAFF) for row in _AT_ADDRESS),
    Row("reportedToLe", "already_told"),
    Row("servedLegalProcessDomestic", "process_served"),
    Row("servedLegalProcessInternational", "foreign_process_served"),
    Row("servedLegalProcessInternational/@fleaCountry", "country"),
)
_REPORTER = (
    *_under("reportingPerson", "told_by.", _CONTACT),
    *(Row(f"reportingPerson/{row.wire}", None, _STAFF) for row in _AT_ADDRESS),
    *_under("reportingPerson", "", _sealed("age ageAssertionDiscrepancy dateOfBirth", _STAFF)),
    *_under("contactPerson", "contact.", _CONTACT),
    *(Row(f"contactPerson/{row.wire}", None, _STAFF) for row in _AT_ADDRESS),
    Row("companyTemplate", "contact.template"),
    Row("termsOfService", "contact.terms"),
    Row("legalURL", "contact.legal_process_url"),
)
_SUBJECT = "parties[subject]."
_RECIPIENT = "parties[recipient]."
_VICTIM = "parties[victim]."
_REPORT = (
    Row("batchedReport/@reason", None, "there is one reason only; that the report is batched sets `viral`"),
    *_under("incidentSummary", "", _SUMMARY),
    *_under("internetDetails", "incidents[].", _INCIDENTS),
    *_under("lawEnforcement", "police.", _POLICE),
    *_under("reporter", "", _REPORTER),
    *_under("personOrUserReported/personOrUserReportedPerson", _SUBJECT, _PERSON),
    *_under("personOrUserReported", _SUBJECT, (*_PARTY, *_GROUP)),
    Row("personOrUserReported/vehicleDescription", f"{_SUBJECT}vehicle"),
    Row("personOrUserReported/thirdPartyUserReported", f"{_SUBJECT}accounts[].third_party"),
    *_under("personOrUserReported/associatedAccount", "parties[associate].", _ASSOCIATE),
    *_under("intendedRecipient/intendedRecipientPerson", _RECIPIENT, _PERSON),
    *_under("intendedRecipient", _RECIPIENT, (*_PARTY, *_GROUP)),
    *_under("victim/victimPerson", _VICTIM, _PERSON),
    *_under("victim", _VICTIM, _PARTY),
    Row("victim/schoolName", f"{_VICTIM}school"),
    *_under("victim/associatedAccount", "parties[associate].", _ASSOCIATE),
    Row("additionalInfo", "narrative"),
)
_FILE = (
    Row("reportId", None, "joins the file to its report; the hub knows it from the address"),
    Row("fileId", "sha256", "the digest of what was uploaded under this id"),
    Row("fileName", "name"),
    Row("originalFileName", "original_name"),
    Row("uploadedToEspTimestamp", "uploaded_at"),
    Row("locationOfFile", "url"),
    Row("fileViewedByEsp", "viewed_by_sender"),
    Row("exifViewedByEsp", "exif_viewed_by_sender"),
    Row("publiclyAvailable", "publicly_available"),
    Row("fileRelevance", "supplemental"),
    Row("potentialMeme", "flags[]", FileFlag.MEME.value),
    *(Row(f"fileAnnotations/{name.value}", "flags[]", ours.value) for name, ours in FILE_FLAGS.items()),
    Row("industryClassification", "industry_class"),
    Row("originalFileHash", "stated_digests[].value"),
    Row("originalFileHash/@hashType", "stated_digests[].kind"),
    *_under("ipCaptureEvent", "upload_event.", _IP_EVENT),
    *_under("deviceId", "devices[].", _DEVICE),
    Row("details/@type", "details[] or stated_digests[]", "HASH makes them stated digests"),
    Row("details/nameValuePair/@type", "details[] or stated_digests[]", "older place of the type"),
    Row("details/nameValuePair/name", "details[] or stated_digests[]"),
    Row("details/nameValuePair/value", "details[] or stated_digests[]"),
    Row("additionalInfo", "notes"),
)

MAPPING: tuple[Row, ...] = (
    *_under("report", "", _REPORT),
    *_under("fileDetails", "attachments[].", _FILE),
)
"""Every path of the two documents that a sender writes."""


def mapping_markdown() -> str:
    """The table as a page of the reference."""
    lines = [
        "# The CyberTipline's format and our vocabulary",
        "",
        "Written from `causeway.interchange.cybertip.mapping`; do not edit by hand. Every path of `<report>` and",
        "`<fileDetails>` that holds a value stands here. The original document stays sealed, whole, beside what is",
        "mapped. `a[].b` reads: `b` of each `a`. Elements that a later schema adds are kept in the typed document and",
        "written back; they are mapped when this table says so.",
        "",
        "## Paths",
        "",
        "| path in the format | field of `Referral` | note |",
        "|---|---|---|",
    ]
    lines += [f"| `{row.wire}` | {_field(row)} | {row.note} |" for row in MAPPING]
    lines += _values("Incident types", INCIDENT_TYPES) + _values("Report annotations", ANNOTATIONS)
    lines += _values("Events", EVENTS) + _values("File annotations", FILE_FLAGS)
    return "\n".join(lines) + "\n"


def _field(row: Row) -> str:
    return "sealed original only" if row.vocabulary is None else f"`{row.vocabulary}`"


def _values(title: str, pairs: Mapping[W, V]) -> list[str]:
    rows = [f"| {ours.value} | {theirs.value} |" for theirs, ours in pairs.items()]
    return ["", f"## {title}", "", "| ours | in the format |", "|---|---|", *rows]
