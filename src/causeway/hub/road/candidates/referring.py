"""The referral that a person's decision makes of a candidate: everything that the desk knows already, filled in. Pure.

What is written here goes to police, in English, as the sender's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from causeway.hub.road.candidates.hits import HitNow
from causeway.hub.road.intake.queries.drafts import DraftFile
from causeway.vocabulary.candidates import AccountWarning, Candidate, Decision, WarningReason
from causeway.vocabulary.referral import (
    Attachment,
    Concern,
    Contact,
    Incident,
    IncidentKind,
    Referral,
    StatedDigest,
)
from causeway.vocabulary.signals import ABOUT_PEOPLE, NOT_PROOF, SignalKind

MOST_TOLD = 10
"""Hits and reasons that are told one by one; the nearest and the heaviest come first."""
_PRIOR = "prior"
_NO_FINDING = "A score says that somebody should look, and nothing of what they will find."
_DIGESTS = (("SHA256", "sha256"), ("SHA1", "sha1"), ("MD5", "md5"))
_CORRECTED = {
    Decision.NOT_HARMFUL: "withdraws what it said here: it now holds that nothing harmful was found",
    Decision.OTHER_BREACH: "corrects what it said here: it now holds that this broke its own rules and no more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file of the candidate; `was_seen`: somebody here saw it clear. Digests are lower-case hex. This hub compared it
    with lists at `compared_at`, None where it did not.
    """

    sealed_id: UUID | None
    name: str
    sha256: str
    md5: str
    sha1: str
    size_bytes: int
    media_type: str
    was_seen: bool
    compared_at: datetime | None = None
    pdq: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What the person who decided says, and their name."""

    name: str
    concern: Concern
    reason: str
    is_urgent: bool


def referral_of(
    candidate: Candidate, deciding: Deciding, hits: Sequence[HitNow], besides: Sequence[Candidate] = ()
) -> Referral:
    """The referral, without its files (see `draft_files`) and without whom to ask. `besides` are other warnings of the
    account that it deals with, too.
    """
    upload = candidate.upload
    occurred_at = (upload.uploaded_at if upload else None) or candidate.at
    return Referral(
        concern=deciding.concern,
        occurred_at=occurred_at,
        occurred_definition=_moment_means(candidate),
        platform=candidate.platform,
        emergency=deciding.reason if deciding.is_urgent else None,
        narrative="\n\n".join([*_told(candidate, deciding, hits), *_besides(besides)]),
        incidents=_pages(candidate, hits),
        parties=(replace(candidate.holder, associate_of=None),) if candidate.holder else (),
        told_by=Contact(name=deciding.name),
        sender_reference=candidate.reference,
    )


def draft_files(candidate: Candidate, files: Sequence[FileFacts], hits: Sequence[HitNow]) -> tuple[DraftFile, ...]:
    """The candidate's files as a draft holds them: with their digests, where they came from, and what lists say of
    them. Where only the hits came, they stand for the file that the service keeps.
    """
    of_files = [one for one in hits if one.hit.kind not in ABOUT_PEOPLE]
    if of_files and not files:
        return (_file_of_hits(candidate, of_files),)
    return tuple(_draft_file(candidate, file, of_files) for file in files)


def _file_of_hits(candidate: Candidate, hits: Sequence[HitNow]) -> DraftFile:
    """A file of which nothing is known but by which digests it was found. Those of a turned picture are not its own."""
    upload = candidate.upload
    own = [one.hit for one in hits if not one.hit.is_turned]
    whole_first = sorted(own, key=lambda hit: hit.kind is SignalKind.VPDQ_FRAME)
    digests = dict.fromkeys(StatedDigest(kind=hit.kind.value.upper(), value=hit.value) for hit in whole_first)
    attachment = Attachment(
        name=(upload.name if upload else None) or None,
        uploaded_at=upload.uploaded_at if upload else None,
        stated_digests=tuple(digests)[:MOST_TOLD],
        upload_event=upload.upload_event if upload else None,
        notes=hits_in_words(candidate, hits),
    )
    return DraftFile(id=uuid4(), attachment=attachment, is_kept=True)


def _pages(candidate: Candidate, hits: Sequence[HitNow]) -> tuple[Incident, ...]:
    """The listed web addresses, with what lists say of them."""
    listed = [one for one in hits if one.hit.kind is SignalKind.URL]
    urls = tuple(dict.fromkeys(one.hit.value for one in listed))
    return (Incident(kind=IncidentKind.WEB_PAGE, urls=urls, notes=hits_in_words(candidate, listed)),) if listed else ()


def _draft_file(candidate: Candidate, file: FileFacts, hits: Sequence[HitNow]) -> DraftFile:
    upload = candidate.upload
    is_screened = upload is not None and upload.digests is not None and upload.digests.sha256 == file.sha256
    attachment = Attachment(
        sha256=file.sha256 if file.sealed_id else None,
        name=file.name or None,
        uploaded_at=upload.uploaded_at if upload else None,
        viewed_by_sender=_viewed(file),
        stated_digests=_stated(candidate, file, is_screened=is_screened),
        upload_event=upload.upload_event if upload else None,
        notes="\n\n".join(_notes(candidate, file, hits, is_screened=is_screened)) or None,
    )
    return DraftFile(
        id=uuid4(),
        attachment=attachment,
        sealed_id=file.sealed_id,
        sha256=file.sha256 if file.sealed_id else "",
        md5=file.md5,
        sha1=file.sha1,
        size_bytes=file.size_bytes,
        media_type=file.media_type,
        is_kept=True,
    )


def _notes(candidate: Candidate, file: FileFacts, hits: Sequence[HitNow], *, is_screened: bool) -> list[str]:
    """What the service's screening said of the file, and what this hub's comparison did."""
    upload, parts = candidate.upload, []
    told = [one for one in hits if one.file is None]
    if upload and told and (is_screened or not upload.digests):
        parts.append(hits_in_words(candidate, told))
    found = {one.hit.reference: one for one in hits if one.file and one.file.sha256 == file.sha256}
    if found and file.compared_at:
        parts.append(_hit_lines(f"Compared with lists {_moment(file.compared_at)}.", [*found.values()]))
    if file.sealed_id and not file.compared_at:
        parts.append("It had not been compared with lists when it was decided to refer it.")
    return parts


def _viewed(file: FileFacts) -> bool | None:
    """Of a file that the service kept, only the service knows."""
    return file.was_seen if file.sealed_id else None


def _stated(candidate: Candidate, file: FileFacts, *, is_screened: bool) -> tuple[StatedDigest, ...]:
    values = [(kind, str(getattr(file, name))) for kind, name in _DIGESTS]
    digests = candidate.upload.digests if candidate.upload and is_screened else None
    values.append(("PDQ", (digests.pdq if digests else None) or file.pdq))
    return tuple(StatedDigest(kind=kind, value=value) for kind, value in values if value)


def _moment_means(candidate: Candidate) -> str:
    if candidate.upload and candidate.upload.uploaded_at:
        return "the time of the upload"
    if candidate.upload:
        return "the time when the upload was screened"
    return "the time of the warning" if candidate.warning else "the time of the report"


def _told(candidate: Candidate, deciding: Deciding, hits: Sequence[HitNow]) -> list[str]:
    parts = [f"Decided by {deciding.name}: {deciding.reason}"]
    if candidate.seen:
        parts.append(f"What was seen: {candidate.seen}")
    if candidate.warning:
        parts.append(warning_in_words(candidate.warning))
    of_account = [one for one in hits if one.hit.kind in (SignalKind.ACCOUNT, SignalKind.KEYWORD)]
    if of_account:
        parts.append(hits_in_words(candidate, of_account))
    return parts


def warning_in_words(warning: AccountWarning) -> str:
    """The parts of the score, which sum to it: what holds before anything is known first, then the heaviest."""
    first = [one for one in warning.reasons if one.id == _PRIOR]
    others = sorted((one for one in warning.reasons if one.id != _PRIOR), key=lambda one: -abs(one.amount))
    told, left = others[:MOST_TOLD], others[MOST_TOLD:]
    lines = [f"Early warning by the account's behaviour, score {warning.score:.2f} (log-odds). {_NO_FINDING}"]
    if warning.probability is not None:
        lines[0] += f" Of accounts scored like this, about {warning.probability:.0%} were found to need a referral."
    lines += [f"- {_part_in_words(one)} ({one.amount:+.2f})" for one in (*first, *told)]
    if left:
        lines.append(f"- {len(left)} smaller ones together ({sum(one.amount for one in left):+.2f})")
    if warning.stages:
        lines.append(f"Stages: {', '.join(stage.replace('_', ' ') for stage in warning.stages)}.")
    if warning.made_under:
        lines.append("Made under " + ", ".join(f"{one.name} {one.version}" for one in warning.made_under) + ".")
    return "\n".join(lines)


def _besides(others: Sequence[Candidate]) -> list[str]:
    """The account's other warnings, the latest first, each by its time and score."""
    latest_first = sorted(others, key=lambda one: one.at, reverse=True)
    warned = [(one.at.isoformat(timespec="seconds"), one.warning.score) for one in latest_first if one.warning]
    lines = [f"- {at}, score {score:.2f}" for at, score in warned]
    if len(lines) > MOST_TOLD:
        lines = [*lines[:MOST_TOLD], f"- and {len(lines) - MOST_TOLD} more"]
    return ["\n".join(["The account was warned of at other times too:", *lines])] if lines else []


def _part_in_words(part: WarningReason) -> str:
    if part.id == _PRIOR:
        return "Before anything is known: few accounts need a look"
    return part.reason or ("Taken off, for it overlaps with other reasons" if part.amount < 0 else part.id)


def hits_in_words(candidate: Candidate, hits: Sequence[HitNow]) -> str:
    """What the lists say of the upload and where the signals stand now, one hit a line."""
    return _hit_lines(f"Screened {_moment(candidate.at)}.", hits)


def _hit_lines(said: str, hits: Sequence[HitNow]) -> str:
    lines = [f"{said} {NOT_PROOF}"]
    lines += [_line(one) for one in hits[:MOST_TOLD]]
    if len(hits) > MOST_TOLD:
        lines.append(f"And {len(hits) - MOST_TOLD} more.")
    return "\n".join(lines)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _line(one: HitNow) -> str:
    hit = one.hit
    of_scheme = f" of {hit.category.scheme}" if hit.category and hit.category.scheme else ""
    category = f", category {hit.category.code}{of_scheme}" if hit.category else ""
    near = f" at {hit.distance_bits} bits" if hit.distance_bits else ""
    bank = f" in the bank {one.bank}" if one.bank else ""
    value = f" {hit.value}" if hit.kind in ABOUT_PEOPLE else ""
    return (
        f"{hit.kind.value.upper()}{value}{near}: listed by {one.listed_by} as {hit.reference}{bank},"
        f" {one.state.value} now{category}."
    )


def correction_in_words(service: str, decision: Decision, statement: str) -> str:
    """What is added to a referral whose decision was turned on an appeal. What was told first stays beside it."""
    return f"CORRECTION BY THE SENDER. On an appeal, {service} {_CORRECTED[decision]}.\n\n{statement}"
