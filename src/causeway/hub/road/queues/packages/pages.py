"""A referral as the pages of a package's PDF: what was told, what was found, what happened, and the digests."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.theme.components import BAND_NAMES, points_in_words, score_in_words
from causeway.hub.base.theme.said import said_reason
from causeway.hub.knowledge.banks.words import KIND_NAMES, STATE_NAMES
from causeway.hub.road.evidence.package import Heading, Lines, Paragraph, Section, Table
from causeway.hub.road.evidence.queries.matches import FileMatch, MentionMatch
from causeway.hub.road.queues.queries.opening import OpenReferral
from causeway.hub.road.referrals.telling import Block, in_words, telling_of
from causeway.hub.road.referrals.words import CONCERN_NAMES, DOOR_NAMES
from causeway.vocabulary.findings import Match, Reason
from causeway.vocabulary.signals import SignalState


def pages_of(opened: OpenReferral, now: datetime) -> list[Section]:
    """Everything that the force's page shows, in the same order."""
    return [
        *_head(opened, now),
        *_told(opened),
        *_assessment(opened),
        *_links(opened),
        *_mentions(opened),
        *_files(opened),
        *_timeline(opened),
    ]


def pages_for_outside(opened: OpenReferral, now: datetime) -> list[Section]:
    """What was told and the digests of the files: nothing that was found or done here."""
    return [*_head(opened, now), *_told(opened), *_files(opened)]


def _head(opened: OpenReferral, now: datetime) -> Iterator[Section]:
    fact = opened.fact
    yield Paragraph(str(_("Allegations, not findings. A signal is not proof. Handle as evidence.")))
    rows = [
        (_("Concern"), str(CONCERN_NAMES[fact.concern])),
        (_("Sender"), opened.sender),
        (_("Sender’s reference"), fact.sender_reference or str(_("Not known"))),
        (_("Came by"), str(DOOR_NAMES[fact.door])),
        (_("Received"), in_words(fact.received_at)),
        (_("Package made"), in_words(now)),
    ]
    if fact.do_not_alert_until:
        rows.append((_("Do not alert the subject until"), in_words(fact.do_not_alert_until)))
    yield Lines([(str(key), value) for key, value in rows])


def _told(opened: OpenReferral) -> Iterator[Section]:
    telling = telling_of(opened.told.referral, on=timezone.localdate())
    yield Heading(str(_("What was told")))
    for label, text in ((_("Emergency"), telling.emergency), (_("What happened"), telling.narrative)):
        if text:
            yield Heading(str(label), 3)
            yield Paragraph(text)
    yield from _block(telling.summary, level=0)
    for title, blocks in (
        (_("People"), telling.parties),
        (_("Where it happened"), telling.incidents),
        (_("What the sender says of the files"), telling.attachments),
    ):
        if blocks:
            yield Heading(str(title), 2)
        for block in blocks:
            yield from _block(block, level=3)
    if opened.supplements:
        yield Heading(str(_("Added later")), 2)
        for added in opened.supplements:
            yield Paragraph(f"{in_words(added.added_at)}\n{added.text}")


def _block(block: Block, *, level: int) -> Iterator[Section]:
    if level:
        tags = [block.role, str(_("a child")) if block.is_child else ""]
        yield Heading(", ".join(part for part in (block.heading, *tags) if part), level)
    yield Lines([(fact.label, "\n".join(fact.lines)) for fact in block.known])
    if block.unknown:
        yield Paragraph(_("Not known: %(what)s") % {"what": block.unknown_text})
    for inner in block.inner:
        yield from _block(inner, level=4)


def _reasons(reasons: Iterable[Reason], score: float) -> Table:
    rows = [[said_reason(reason), points_in_words(reason.contribution)] for reason in reasons]
    return Table(
        [str(_("Reason")), str(_("Points"))], [*rows, [str(_("Score")), score_in_words(score)]], shares=(0.85, 0.15)
    )


def _assessment(opened: OpenReferral) -> Iterator[Section]:
    yield Heading(str(_("Priority: how soon may a child be harmed?")))
    for view in opened.priorities:
        by = _("a person") if view.member_id else _("the program, policy %(v)s") % {"v": view.policy_version}
        yield Paragraph(f"{BAND_NAMES[view.band]}: {by}, {in_words(view.assessed_at)}")
        if view.member_id:
            yield Paragraph(view.reason)
        else:
            telling = [reason for reason in view.found.reasons if reason.contribution]
            silent = [said_reason(reason) for reason in view.found.reasons if not reason.contribution]
            yield _reasons(telling, view.found.score)
            if silent:
                listed = {"what": "; ".join(silent)}
                yield Paragraph(_("Looked for, and counts for nothing here: %(what)s.") % listed)
    yield Heading(str(_("Completeness: can it be acted on?")))
    if opened.completeness:
        yield _reasons(opened.completeness.found.reasons, opened.completeness.found.score)
    if opened.routes:
        yield Heading(str(_("Route")), 2)
        for route in opened.routes:
            name = opened.names.get(route.receiver_id, "") if route.receiver_id else _("No force")
            yield Paragraph(f"{name}, {in_words(route.decided_at)}: {route.why}")


def _bank(match: FileMatch | MentionMatch) -> str:
    """The bank in which something stood when it was matched, marked where others share it and had not confirmed it; and
    where its signal stands now, if that is another.
    """
    is_marked = match.found.standing not in (None, SignalState.CONFIRMED)
    then = f"{match.found.bank} ({_('Not confirmed')})" if is_marked else match.found.bank
    if match.now is None:
        return then
    told = {"state": STATE_NAMES[match.now.state], "when": in_words(match.now.since)}
    return f"{then}\n{_('Now: %(state)s, since %(when)s') % told}"


def _links(opened: OpenReferral) -> Iterator[Section]:
    if opened.matches:
        yield Heading(str(_("Matches")))
        rows = [
            [_bank(each), each.found.category or "", _digest_and_distance(each.found), each.found.sha256]
            for each in opened.matches
        ]
        yield Table(
            [str(_("Bank")), str(_("Category")), str(_("Digest, bits apart")), "SHA-256"],
            rows,
            shares=(0.2, 0.15, 0.15, 0.5),
        )


def _mentions(opened: OpenReferral) -> Iterator[Section]:
    """Accounts, addresses and words that were listed: by whom, and until when."""
    if opened.mentions:
        yield Heading(str(_("Listed accounts, addresses and words")))
        rows = [
            [each.found.value, str(KIND_NAMES[each.found.kind]), _bank(each), _by(each)] for each in opened.mentions
        ]
        yield Table(
            [str(_("What is listed")), str(_("Kind")), str(_("Bank")), str(_("Listed by"))],
            rows,
            shares=(0.35, 0.15, 0.25, 0.25),
        )


def _by(match: MentionMatch) -> str:
    found = match.found
    ends = [_("until %(when)s") % {"when": in_words(found.expires_at)}] if found.expires_at else []
    return "\n".join(part for part in (found.contributor, found.source, *ends) if part)


def _digest_and_distance(match: Match) -> str:
    found = f"{match.kind.value}, {match.distance_bits}"
    return found if match.share is None else f"{found}; {match.share:.0%}"


def _files(opened: OpenReferral) -> Iterator[Section]:
    if opened.files:
        yield Heading(str(_("Files and their digests")))
    for view in opened.files:
        pdq = view.examined.pdq if view.examined else None
        yield Heading(view.fact.name or str(_("File %(n)d") % {"n": view.fact.ordinal + 1}), 3)
        named = (("SHA-256", view.fact.sha256), ("SHA-1", view.fact.sha1), ("MD5", view.fact.md5), ("PDQ", pdq))
        yield Lines([(name, value) for name, value in named if value], key_share=0.14)


def _timeline(opened: OpenReferral) -> Iterator[Section]:
    yield Heading(str(_("Timeline")))
    rows = [[in_words(each.at), each.title, each.by, each.text] for each in opened.happenings]
    yield Table([str(_("When")), str(_("What")), str(_("Who")), str(_("Why"))], rows, shares=(0.25, 0.25, 0.25, 0.25))
