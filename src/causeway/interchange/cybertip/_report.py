"""`<report>`: the incident, where it happened, who tells of it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from causeway.interchange.cybertip._accounts import ADDITIONAL_INFO, IntendedRecipient, PersonOrUserReported, Victim
from causeway.interchange.cybertip._lexical import NOT_BLANK, Boolean, Moment, Number, OneOf, Text
from causeway.interchange.cybertip._persons import (
    COUNTRY_CODE,
    URL_LENGTH,
    Address,
    ContactPerson,
    Email,
    IpCaptureEvent,
    Phone,
    ReportingPerson,
)
from causeway.interchange.cybertip._wire import Attribute, Choice, Content, Element, Flags, Wired
from causeway.interchange.cybertip.enumerations import BatchReason, IncidentType, ReportAnnotation
from causeway.interchange.cybertip.times import WireDateTime

CONTENT = Element("content", Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchedReport(Wired):
    """The report stands for many like it."""

    reason: Annotated[BatchReason | None, Attribute("reason", OneOf(BatchReason))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnnotations(Wired):
    """Markers beside the incident type, in the order given."""

    kinds: Annotated[tuple[ReportAnnotation, ...], Flags(ReportAnnotation)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSummary(Wired):
    """What happened and when. `escalate_to_high_priority` says why it cannot wait."""

    incident_type: Annotated[IncidentType, Element("incidentType", OneOf(IncidentType))]
    platform: Annotated[str | None, Element("platform", Text(256))] = None
    escalate_to_high_priority: Annotated[
        str | None, Element("escalateToHighPriority", Text(3000, pattern=NOT_BLANK, says="must not be blank"))
    ] = None
    report_annotations: Annotated[ReportAnnotations | None, Element("reportAnnotations", ReportAnnotations)] = None
    incident_date_time: Annotated[WireDateTime, Element("incidentDateTime", Moment())]
    incident_date_time_description: Annotated[str | None, Element("incidentDateTimeDescription", Text(3000))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPageIncident(Wired):
    """It happened on a web page."""

    third_party_hosted_content: Annotated[bool | None, Attribute("thirdPartyHostedContent", Boolean())] = None
    urls: Annotated[tuple[str, ...], Element("url", Text())] = ()
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailIncident(Wired):
    """It happened by e-mail."""

    email_addresses: Annotated[tuple[Email, ...], Element("emailAddress", Email)] = ()
    content: Annotated[str | None, CONTENT] = None
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsgroupIncident(Wired):
    """It happened in a newsgroup."""

    name: Annotated[str | None, Element("name", Text())] = None
    email_addresses: Annotated[tuple[Email, ...], Element("emailAddress", Email)] = ()
    content: Annotated[str | None, CONTENT] = None
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatImIncident(Wired):
    """It happened in a chat."""

    chat_client: Annotated[str | None, Element("chatClient", Text())] = None
    chat_room_name: Annotated[str | None, Element("chatRoomName", Text())] = None
    content: Annotated[str | None, CONTENT] = None
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineGamingIncident(Wired):
    """It happened in a game."""

    game_name: Annotated[str | None, Element("gameName", Text())] = None
    console: Annotated[str | None, Element("console", Text())] = None
    content: Annotated[str | None, CONTENT] = None
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPhoneIncident(Wired):
    """It happened by telephone."""

    phone_number: Annotated[Phone | None, Element("phoneNumber", Phone)] = None
    latitude: Annotated[Decimal | None, Element("latitude", Number(-90, 90))] = None
    longitude: Annotated[Decimal | None, Element("longitude", Number(-180, 180))] = None
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NonInternetIncident(Wired):
    """It happened away from the internet."""

    location_name: Annotated[str | None, Element("locationName", Text())] = None
    incident_addresses: Annotated[tuple[Address, ...], Element("incidentAddress", Address)] = ()
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer2PeerIncident(Wired):
    """It happened in a file-sharing network."""

    client: Annotated[str | None, Element("client", Text())] = None
    ip_capture_events: Annotated[tuple[IpCaptureEvent, ...], Element("ipCaptureEvent", IpCaptureEvent)] = ()
    file_names: Annotated[str | None, Element("fileNames", Text())] = None
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


WHERE = Choice("the kind of incident", is_required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class InternetDetails(Wired):
    """Where it happened: exactly one of these."""

    web_page: Annotated[WebPageIncident | None, Element("webPageIncident", WebPageIncident, WHERE)] = None
    email: Annotated[EmailIncident | None, Element("emailIncident", EmailIncident, WHERE)] = None
    newsgroup: Annotated[NewsgroupIncident | None, Element("newsgroupIncident", NewsgroupIncident, WHERE)] = None
    chat_im: Annotated[ChatImIncident | None, Element("chatImIncident", ChatImIncident, WHERE)] = None
    online_gaming: Annotated[
        OnlineGamingIncident | None, Element("onlineGamingIncident", OnlineGamingIncident, WHERE)
    ] = None
    cell_phone: Annotated[CellPhoneIncident | None, Element("cellPhoneIncident", CellPhoneIncident, WHERE)] = None
    non_internet: Annotated[NonInternetIncident | None, Element("nonInternetIncident", NonInternetIncident, WHERE)] = (
        None
    )
    peer2peer: Annotated[Peer2PeerIncident | None, Element("peer2peerIncident", Peer2PeerIncident, WHERE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedInternationally(Wired):
    """Whether a foreign agency served legal process, and of which country."""

    is_served: Annotated[bool, Content(Boolean())]
    flea_country: Annotated[str | None, Attribute("fleaCountry", COUNTRY_CODE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawEnforcement(Wired):
    """Police who already know."""

    agency_name: Annotated[str, Element("agencyName", Text(255))]
    case_number: Annotated[str | None, Element("caseNumber", Text(100))] = None
    officer_contact: Annotated[ContactPerson | None, Element("officerContact", ContactPerson)] = None
    reported_to_le: Annotated[bool | None, Element("reportedToLe", Boolean())] = None
    served_domestic: Annotated[bool | None, Element("servedLegalProcessDomestic", Boolean())] = None
    served_international: Annotated[
        ServedInternationally | None, Element("servedLegalProcessInternational", ServedInternationally)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter(Wired):
    """Who reports, and whom to ask."""

    reporting_person: Annotated[ReportingPerson, Element("reportingPerson", ReportingPerson)]
    contact_person: Annotated[ContactPerson | None, Element("contactPerson", ContactPerson)] = None
    company_template: Annotated[str | None, Element("companyTemplate", Text())] = None
    terms_of_service: Annotated[str | None, Element("termsOfService", Text())] = None
    legal_url: Annotated[str | None, Element("legalURL", Text(URL_LENGTH))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Wired):
    """One report."""

    batched_report: Annotated[BatchedReport | None, Element("batchedReport", BatchedReport)] = None
    incident_summary: Annotated[IncidentSummary, Element("incidentSummary", IncidentSummary)]
    internet_details: Annotated[tuple[InternetDetails, ...], Element("internetDetails", InternetDetails)] = ()
    law_enforcement: Annotated[LawEnforcement | None, Element("lawEnforcement", LawEnforcement)] = None
    reporter: Annotated[Reporter, Element("reporter", Reporter)]
    persons_reported: Annotated[
        tuple[PersonOrUserReported, ...], Element("personOrUserReported", PersonOrUserReported)
    ] = ()
    intended_recipients: Annotated[tuple[IntendedRecipient, ...], Element("intendedRecipient", IntendedRecipient)] = ()
    victims: Annotated[tuple[Victim, ...], Element("victim", Victim)] = ()
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None
