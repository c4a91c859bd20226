"""From the CyberTipline's types to a `Referral`, as `mapping.MAPPING` says."""

from collections.abc import Iterable, Mapping, Sequence

from causeway.interchange.cybertip import types as wire
from causeway.interchange.cybertip._incident_mapping import incident
from causeway.interchange.cybertip._people_mapping import (
    addresses,
    devices,
    emails,
    full_name,
    ip_events,
    location,
    moment,
    phones,
)
from causeway.interchange.cybertip.enumerations import DetailsType, FileRelevance
from causeway.interchange.cybertip.mapping import ANNOTATIONS, FILE_FLAGS, INCIDENT_TYPES
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Contact,
    FileFlag,
    Party,
    PartyRole,
    PoliceContact,
    Referral,
    StatedDigest,
)

_Principal = wire.PersonOrUserReported | wire.IntendedRecipient | wire.Victim
_Holder = _Principal | wire.AssociatedAccount


def to_referral(
    report: wire.Report, files: Sequence[wire.FileDetails] = (), *, sha256_by_file_id: Mapping[str, str]
) -> Referral:
    """The referral that a report and its files tell.

    `sha256_by_file_id` gives the digest (hex) of each uploaded file. A file that nobody described becomes an
    attachment too; a description without a file becomes an attachment without a digest.
    """
    summary = report.incident_summary
    annotations = summary.report_annotations
    incidents = (incident(details) for details in report.internet_details)
    return Referral(
        concern=INCIDENT_TYPES[summary.incident_type],
        annotations=tuple(ANNOTATIONS[kind] for kind in annotations.kinds) if annotations else (),
        occurred_at=moment(summary.incident_date_time),
        occurred_definition=summary.incident_date_time_description,
        platform=summary.platform,
        emergency=summary.escalate_to_high_priority,
        viral=report.batched_report is not None,
        narrative=report.additional_info,
        incidents=tuple(one for one in incidents if one is not None),
        parties=_parties(report),
        attachments=_attachments(files, sha256_by_file_id),
        contact=_contact(report.reporter),
        told_by=_told_by(report.reporter),
        police=_police(report.law_enforcement),
    )


def _parties(report: wire.Report) -> tuple[Party, ...]:
    found: list[Party] = []
    for reported in report.persons_reported:
        found.append(_party(PartyRole.SUBJECT, reported, reported.person, vehicle=reported.vehicle_description))
        found.extend(_associates(reported.associated_accounts, len(found) - 1))
    found += [_party(PartyRole.RECIPIENT, recipient, recipient.person) for recipient in report.intended_recipients]
    for victim in report.victims:
        found.append(_party(PartyRole.VICTIM, victim, victim.person, school=victim.school_name))
        found.extend(_associates(victim.associated_accounts, len(found) - 1))
    return tuple(found)


def _party(
    role: PartyRole,
    given: _Principal,
    person: wire.Person | None,
    *,
    vehicle: str | None = None,
    school: str | None = None,
) -> Party:
    person = person or wire.Person()
    notes = given.additional_info
    return Party(
        role=role,
        first_name=person.first_name,
        last_name=person.last_name,
        age_years=person.age,
        age_disputed=person.age_assertion_discrepancy,
        born_on=person.date_of_birth.value if person.date_of_birth else None,
        emails=emails(person.emails),
        all_emails_given=given.all_emails_reported,
        phones=phones(person.phones),
        addresses=addresses(person.addresses),
        location=location(given.estimated_location),
        accounts=_accounts(given),
        ip_events=ip_events(given.ip_capture_events),
        devices=devices(given.device_ids),
        school=school,
        vehicle=vehicle,
        prior_references=tuple(str(reference) for reference in given.prior_reports),
        notes=_joined(notes) if isinstance(notes, tuple) else notes,
    )


def _associates(given: Iterable[wire.AssociatedAccount], owner: int) -> Iterable[Party]:
    for one in given:
        yield Party(
            role=PartyRole.ASSOCIATE,
            associate_of=owner,
            relation=one.type,
            first_name=one.first_name,
            middle_name=one.middle_name,
            last_name=one.last_name,
            age_years=one.approximate_age,
            age_is_approximate=None if one.approximate_age is None else True,
            born_on=one.date_of_birth.value if one.date_of_birth else None,
            emails=emails(one.emails),
            all_emails_given=one.all_emails_reported,
            phones=phones(one.phones),
            addresses=addresses(one.addresses),
            accounts=_accounts(one),
            ip_events=ip_events(one.ip_capture_events),
            devices=devices(one.device_ids),
            prior_references=tuple(str(reference) for reference in one.prior_reports),
            notes=one.additional_info,
        )


def _accounts(given: _Holder) -> tuple[Account, ...]:
    """The one account that a party has in the format, or none where nothing is said of one."""
    for_good, for_a_time = given.permanently_disabled, given.temporarily_disabled
    closure = for_good if for_good and (for_good.is_disabled or for_a_time is None) else for_a_time
    service, third_party = given.esp_service, None
    if isinstance(given, wire.AssociatedAccount) and given.platform:
        service, third_party = service or given.platform.name, given.platform.third_party_user
    if isinstance(given, wire.PersonOrUserReported):
        third_party = given.third_party_user_reported
    account = Account(
        service=service,
        identifier=given.esp_identifier,
        handle=given.screen_name,
        display_names=given.display_names,
        profile_urls=given.profile_urls,
        bio=given.profile_bio,
        group=None if isinstance(given, wire.Victim) else given.group_identifier,
        compromised=given.compromised_account,
        disabled=closure.is_disabled if closure else None,
        disabled_for_good=for_good.is_disabled if for_good else None,
        disabled_at=moment(closure.disabled_date) if closure else None,
        reenabled_at=moment(closure.reenabled_date) if isinstance(closure, wire.TemporarilyDisabled) else None,
        holder_told=closure.user_notified if closure else None,
        holder_told_at=moment(closure.user_notified_date) if closure else None,
        third_party=third_party,
    )
    return () if account == Account() else (account,)


def _contact(reporter: wire.Reporter) -> Contact:
    """Whom to ask: the contact person, or else who signed."""
    person = reporter.contact_person or reporter.reporting_person
    return Contact(
        name=full_name(person.first_name, person.last_name),
        emails=emails(person.emails),
        phones=phones(person.phones),
        legal_process_url=reporter.legal_url,
        terms=reporter.terms_of_service,
        template=reporter.company_template,
    )


def _told_by(reporter: wire.Reporter) -> Contact:
    person = reporter.reporting_person
    return Contact(
        name=full_name(person.first_name, person.last_name), emails=emails(person.emails), phones=phones(person.phones)
    )


def _police(given: wire.LawEnforcement | None) -> PoliceContact | None:
    if given is None:
        return None
    officer = given.officer_contact or wire.ContactPerson()
    phone = officer.phones[0] if officer.phones else None
    foreign = given.served_international
    return PoliceContact(
        agency=given.agency_name,
        case_reference=given.case_number,
        officer_name=full_name(officer.first_name, officer.last_name),
        officer_email=officer.emails[0].address if officer.emails else None,
        officer_phone=full_name(phone.country_calling_code, phone.number) if phone else None,
        country=foreign.flea_country.upper() if foreign and foreign.flea_country else None,
        already_told=given.reported_to_le,
        process_served=given.served_domestic,
        foreign_process_served=foreign.is_served if foreign else None,
    )


def _attachments(files: Sequence[wire.FileDetails], sha256_by_file_id: Mapping[str, str]) -> tuple[Attachment, ...]:
    described = {details.file_id for details in files}
    found = [to_attachment(details, sha256=sha256_by_file_id.get(details.file_id)) for details in files]
    found += [Attachment(sha256=sha256) for file_id, sha256 in sha256_by_file_id.items() if file_id not in described]
    return tuple(found)


def to_attachment(details: wire.FileDetails, *, sha256: str | None = None) -> Attachment:
    """What a file's details say of it; `sha256` (hex) is of the bytes that came."""
    flags = [FILE_FLAGS[kind] for kind in details.file_annotations.kinds] if details.file_annotations else []
    if details.potential_meme:
        flags.append(FileFlag.MEME)
    digests = [StatedDigest(kind=one.hash_type or "", value=one.value) for one in details.original_file_hashes]
    pairs: list[tuple[str, str]] = []
    for group in details.with_types_on_groups().details:
        if group.type is DetailsType.HASH:
            digests += [StatedDigest(kind=pair.name, value=pair.value) for pair in group.pairs]
        else:
            pairs += [(pair.name, pair.value) for pair in group.pairs]
    return Attachment(
        sha256=sha256,
        name=details.file_name,
        original_name=details.original_file_name,
        url=details.location_of_file,
        uploaded_at=moment(details.uploaded_to_esp_timestamp),
        viewed_by_sender=details.file_viewed_by_esp,
        exif_viewed_by_sender=details.exif_viewed_by_esp,
        publicly_available=details.publicly_available,
        supplemental=details.relevance is FileRelevance.SUPPLEMENTAL_REPORTED,
        flags=tuple(flags),
        industry_class=details.industry_classification,
        stated_digests=tuple(digests),
        upload_event=ip_events((details.ip_capture_event,))[0] if details.ip_capture_event else None,
        devices=devices(details.device_ids),
        details=tuple(pairs),
        notes=_joined(details.additional_info),
    )


def _joined(notes: tuple[str, ...]) -> str | None:
    return "\n\n".join(notes) or None
