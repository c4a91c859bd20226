"""From a `Referral` to the CyberTipline's types, as far as the format has room.

What it has no room for stays behind: a date until which nobody should alert the subject, the sender's reference, an
associate's second account, a recipient's second account, the kinds of our words that the format does not know.
"""

from causeway.interchange.cybertip import types as wire
from causeway.interchange.cybertip._incident_mapping import wire_incident
from causeway.interchange.cybertip._parties_to_wire import intended_recipients, persons_reported, victims
from causeway.interchange.cybertip._people_mapping import (
    named,
    split_name,
    wire_devices,
    wire_emails,
    wire_ip_events,
    wire_moment,
    wire_phones,
)
from causeway.interchange.cybertip.enumerations import (
    BatchReason,
    DetailsType,
    FileAnnotation,
    FileRelevance,
    IndustryClassification,
)
from causeway.interchange.cybertip.errors import InvalidDocument
from causeway.interchange.cybertip.mapping import ANNOTATIONS, FILE_FLAGS, INCIDENT_TYPES
from causeway.vocabulary.referral import Attachment, Contact, PoliceContact, Referral

_INCIDENT_TYPES = {concern: name for name, concern in INCIDENT_TYPES.items()}
_ANNOTATIONS = {ours: theirs for theirs, ours in ANNOTATIONS.items()}
_FILE_FLAGS = {ours: theirs for theirs, ours in FILE_FLAGS.items()}


def from_referral(referral: Referral, *, reporter: wire.Reporter | None = None) -> wire.Report:
    """The report that tells this referral.

    `reporter` says who sends it on; without it the referral's own `told_by` and `contact` do. Raises `InvalidDocument`
    where the format demands what the referral does not have: a concern with a name in law, an incident time, a
    reporter's e-mail address.
    """
    return wire.Report(
        batched_report=wire.BatchedReport(reason=BatchReason.VIRAL_POTENTIAL_MEME) if referral.viral else None,
        incident_summary=_summary(referral),
        internet_details=tuple(wire_incident(one) for one in referral.incidents),
        law_enforcement=_law_enforcement(referral.police),
        reporter=reporter or _reporter(referral),
        persons_reported=persons_reported(referral.parties),
        intended_recipients=intended_recipients(referral.parties),
        victims=victims(referral.parties),
        additional_info=referral.narrative,
    )


def file_details_for(attachment: Attachment, *, report_id: int, file_id: str) -> wire.FileDetails:
    """What the format says of one attachment that was uploaded as `file_id` of `report_id`."""
    kinds = tuple(_FILE_FLAGS[flag] for flag in attachment.flags)
    if attachment.supplemental:
        kinds = tuple(kind for kind in kinds if kind is not FileAnnotation.POTENTIAL_MEME)
    pairs = tuple(wire.NameValuePair(name=name, value=value) for name, value in attachment.details)
    return wire.FileDetails(
        report_id=report_id,
        file_id=file_id,
        file_name=attachment.name,
        original_file_name=attachment.original_name,
        uploaded_to_esp_timestamp=wire_moment(attachment.uploaded_at),
        location_of_file=attachment.url,
        file_viewed_by_esp=attachment.viewed_by_sender,
        exif_viewed_by_esp=None if attachment.viewed_by_sender is None else attachment.exif_viewed_by_sender,
        publicly_available=attachment.publicly_available,
        file_relevance=FileRelevance.SUPPLEMENTAL_REPORTED if attachment.supplemental else FileRelevance.REPORTED,
        file_annotations=wire.FileAnnotations(kinds=tuple(dict.fromkeys(kinds))) if kinds else None,
        industry_classification=None
        if attachment.supplemental
        else named(IndustryClassification, attachment.industry_class),
        original_file_hashes=tuple(
            wire.OriginalFileHash(value=one.value, hash_type=one.kind or None) for one in attachment.stated_digests
        ),
        ip_capture_event=wire_ip_events((attachment.upload_event,))[0] if attachment.upload_event else None,
        device_ids=wire_devices(attachment.devices),
        details=(wire.Details(type=DetailsType.EXIF, pairs=pairs),) if pairs else (),
        additional_info=(attachment.notes,) if attachment.notes else (),
    )


def _summary(referral: Referral) -> wire.IncidentSummary:
    incident_type = _INCIDENT_TYPES.get(referral.concern)
    if incident_type is None:
        raise InvalidDocument("has no name for this concern", path="/report/incidentSummary/incidentType")
    occurred_at = wire_moment(referral.occurred_at)
    if occurred_at is None:
        raise InvalidDocument("is required and missing", path="/report/incidentSummary/incidentDateTime")
    kinds = tuple(_ANNOTATIONS[one] for one in dict.fromkeys(referral.annotations))
    return wire.IncidentSummary(
        incident_type=incident_type,
        platform=referral.platform,
        escalate_to_high_priority=referral.emergency,
        report_annotations=wire.ReportAnnotations(kinds=kinds) if kinds else None,
        incident_date_time=occurred_at,
        incident_date_time_description=referral.occurred_definition,
    )


def _reporter(referral: Referral) -> wire.Reporter:
    contact = referral.contact or Contact()
    told_by = referral.told_by or contact
    if not told_by.emails:
        raise InvalidDocument("is required and missing", path="/report/reporter/reportingPerson/email")
    first, last = split_name(told_by.name)
    return wire.Reporter(
        reporting_person=wire.ReportingPerson(
            first_name=first, last_name=last, phones=wire_phones(told_by.phones), emails=wire_emails(told_by.emails)
        ),
        contact_person=_contact_person(contact),
        company_template=contact.template,
        terms_of_service=contact.terms,
        legal_url=contact.legal_process_url,
    )


def _contact_person(contact: Contact) -> wire.ContactPerson | None:
    first, last = split_name(contact.name)
    person = wire.ContactPerson(
        first_name=first, last_name=last, phones=wire_phones(contact.phones), emails=wire_emails(contact.emails)
    )
    return None if person == wire.ContactPerson() else person


def _law_enforcement(police: PoliceContact | None) -> wire.LawEnforcement | None:
    if police is None:
        return None
    first, last = split_name(police.officer_name)
    officer = wire.ContactPerson(
        first_name=first,
        last_name=last,
        phones=(wire.Phone(number=police.officer_phone),) if police.officer_phone else (),
        emails=(wire.Email(address=police.officer_email),) if police.officer_email else (),
    )
    foreign = None
    if police.foreign_process_served is not None:
        foreign = wire.ServedInternationally(is_served=police.foreign_process_served, flea_country=police.country)
    return wire.LawEnforcement(
        agency_name=police.agency,
        case_number=police.case_reference,
        officer_contact=None if officer == wire.ContactPerson() else officer,
        reported_to_le=police.already_told,
        served_domestic=police.process_served,
        served_international=foreign,
    )
