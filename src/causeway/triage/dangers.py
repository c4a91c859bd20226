"""What says that a child may be harmed soon: one small pure function per priority feature.

Each function looks only at structured facts (concern, annotations, ages, flags, times, parties) and at what surrounds
the referral; no list of phrases reads what people wrote. It answers with a share from 0 to 1, or None where the
referral does not say. No function ever answers below 0, and adding a danger never lowers an answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from causeway.triage.children import has_child_subject, may_be_child
from causeway.vocabulary.findings import Match
from causeway.vocabulary.referral import Annotation, Concern, FileFlag, Party, PartyRole, Referral, SenderKind

IN_PERSON = frozenset({Concern.CONTACT_ABUSE, Concern.TRAFFICKING, Concern.TRAVEL})
_SEEKING = frozenset({Annotation.SOLICITATION, Annotation.EXTORTION})
_GRAVE_FLAGS = frozenset({FileFlag.PHYSICAL_HARM, FileFlag.VIOLENCE})
_WEIGHTLESS_FLAGS = frozenset({FileFlag.VIRAL, FileFlag.MEME, FileFlag.DRAWING, FileFlag.GENERATED})
_YOUNG_YEARS, _TEEN_YEARS = 13, 16
_CHILD_SHARE, _TEEN_SHARE = 0.4, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityContext:
    """What surrounds a referral.

    `novel_files` counts files that no bank lists by their very bytes, None where no file was compared: what only looks
    like a listed one is novel until a person says otherwise; `links` other referrals it
    hangs together with; `is_linked_elsewhere` says that one which the reader may not know of is linked, never how
    many; `prior_referrals` those that name the same subject; `distinct_senders` and `victims` count over its cluster,
    itself included.
    """

    matches: tuple[Match, ...] = ()
    novel_files: int | None = None
    links: int = 0
    is_linked_elsewhere: bool = False
    prior_referrals: int = 0
    distinct_senders: int = 1
    victims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How near a time must be to count as now; from the policy."""

    recent: timedelta
    ongoing: timedelta
    planned: timedelta
    clock_skew: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a feature may look at."""

    referral: Referral
    context: PriorityContext
    now: datetime
    times: Times

    def is_within(self, span: timedelta) -> bool:
        """Whether it happened within a span before now. A time not stated counts as now, until somebody knows
        better.
        """
        at = self.referral.occurred_at
        return at is None or at >= self.now - span

    def children(self) -> tuple[Party, ...]:
        """Everybody who is or may be a child, in whatever role."""
        return tuple(party for party in self.referral.parties if may_be_child(party, on=self.now.date()))

    def may_harm_child(self) -> bool:
        """Whether the one harmed may be a child: unless all who are named as harmed are said to be adults, yes."""
        return bool(self.children()) or not self.referral.parties_as(PartyRole.VICTIM)

    def is_plan_stated(self) -> bool:
        """Whether the sender names a meeting or a deadline near now; one without a time counts as near."""
        told = self.referral
        if told.planned_at is None:
            return bool(told.is_planned)
        return self.now - self.times.recent <= told.planned_at <= self.now + self.times.planned

    def is_ahead(self) -> bool:
        """Whether the time of the incident has not come yet, and is near enough to be no slip of a clock."""
        first, last = self.now + self.times.clock_skew, self.now + self.times.planned
        return self.referral.occurred_at is not None and first < self.referral.occurred_at <= last

    def has_flag(self, flags: Iterable[FileFlag]) -> bool:
        """Whether a file carries one of these flags."""
        return any(set(flags) & set(attachment.flags) for attachment in self.referral.attachments)


@dataclass(frozen=True, slots=True)
class Finding:
    """How far a feature is there (0 to 1, None is unknown), and the number its words name."""

    share: float | None
    n: int = 0


DangerFunction = Callable[[Scene], Finding]


def emergency(scene: Scene) -> Finding:
    return _whether(scene.referral.emergency)


def planned(scene: Scene) -> Finding:
    """A time ahead: stated as planned, however far, or an incident time that has not come yet."""
    at = scene.referral.planned_at
    return _whether(scene.is_ahead() or scene.is_plan_stated() or (at is not None and at > scene.now))


def extortion(scene: Scene) -> Finding:
    return _whether(Annotation.EXTORTION in scene.referral.annotations)


def live_stream(scene: Scene) -> Finding:
    return _whether(scene.has_flag({FileFlag.LIVE_STREAM}))


def contact_abuse(scene: Scene) -> Finding:
    return _whether(scene.referral.concern in IN_PERSON)


def grooming(scene: Scene) -> Finding:
    return _whether(scene.referral.concern is Concern.GROOMING or _SEEKING & set(scene.referral.annotations))


def ongoing(scene: Scene) -> Finding:
    """Contact with a child that may go on: said to, or of a kind that does and recent as far as we know."""
    is_contact = bool(contact_abuse(scene).share or grooming(scene).share)
    return _whether(scene.referral.is_contact_ongoing or (is_contact and scene.is_within(scene.times.ongoing)))


def child_asks(scene: Scene) -> Finding:
    return _whether(scene.referral.sender_kind is SenderKind.CHILD)


def child_named(scene: Scene) -> Finding:
    children = scene.children()
    if not children and not scene.referral.parties_as(PartyRole.VICTIM):
        return Finding(None)
    return _whether(children)


def same_place(scene: Scene) -> Finding:
    """A child subject is compared with the other children, never with themselves."""
    pairs = [
        (_places(subject), _places(child))
        for subject in scene.referral.parties_as(PartyRole.SUBJECT)
        for child in scene.children()
        if child is not subject
    ]
    known = [(subject, child) for subject, child in pairs if subject and child]
    return _whether(any(subject & child for subject, child in known)) if known else Finding(None)


def relation(scene: Scene) -> Finding:
    stated = any(party.relation for party in scene.referral.parties if party.role is not PartyRole.ASSOCIATE)
    return _whether(stated) if stated else Finding(None)


def several_children(scene: Scene) -> Finding:
    count = max(scene.context.victims, len(scene.children()))
    return _counted(count, least=2, most=3) if count else Finding(None)


def prior_referrals(scene: Scene) -> Finding:
    return _counted(scene.context.prior_referrals, least=1, most=3)


def prior_references(scene: Scene) -> Finding:
    references = {ref for party in scene.referral.parties_as(PartyRole.SUBJECT) for ref in party.prior_references}
    return _counted(len(references), least=1, most=3)


def distinct_senders(scene: Scene) -> Finding:
    return _counted(scene.context.distinct_senders, least=2, most=3)


def links(scene: Scene) -> Finding:
    return _counted(scene.context.links, least=1, most=3)


def linked_elsewhere(scene: Scene) -> Finding:
    return _whether(scene.context.is_linked_elsewhere)


def known_material(scene: Scene) -> Finding:
    known = {match.sha256 for match in scene.context.matches if match.is_known_file}
    if not known and scene.context.novel_files is None:
        return Finding(None)
    return Finding(1.0 if known else 0.0, len(known))


def novel_files(scene: Scene) -> Finding:
    if scene.context.novel_files is None:
        return Finding(None)
    return Finding(1.0 if scene.context.novel_files else 0.0, scene.context.novel_files)


def young_child(scene: Scene) -> Finding:
    """The younger the youngest child, the more: under 13 all, under 16 and under 18 less; a child of unknown age as
    one near 18.
    """
    if scene.has_flag({FileFlag.INFANT}):
        return Finding(1.0)
    concerned = (*scene.referral.parties_as(PartyRole.VICTIM), *scene.children())
    shares = [share for party in concerned if (share := _youth(party, scene.now)) is not None]
    return Finding(max(shares)) if shares else Finding(None)


def grave(scene: Scene) -> Finding:
    return _whether(scene.has_flag(_GRAVE_FLAGS) or Annotation.SADISTIC_EXPLOITATION in scene.referral.annotations)


def aggravating(scene: Scene) -> Finding:
    return _whether({Annotation.AGGRAVATING_FACTORS, Annotation.INSTRUMENTAL_USE} & set(scene.referral.annotations))


def self_produced(scene: Scene) -> Finding:
    return _whether(scene.has_flag({FileFlag.SELF_PRODUCED}))


def child_subject(scene: Scene) -> Finding:
    if has_child_subject(scene.referral, on=scene.now.date()):
        return Finding(1.0)
    known = [party.child(scene.now.date()) for party in scene.referral.parties_as(PartyRole.SUBJECT)]
    return Finding(0.0) if False in known else Finding(None)


def sender_flags(scene: Scene) -> Finding:
    return _whether(scene.referral.viral or scene.has_flag(_WEIGHTLESS_FLAGS))


def _whether(claim: object) -> Finding:
    return Finding(1.0 if claim else 0.0)


def _counted(count: int, *, least: int, most: int) -> Finding:
    """Half at the least number that says something, all from `most` on."""
    share = 0.0 if count < least else min(1.0, 0.5 + 0.5 * (count - least) / (most - least))
    return Finding(share, count)


def _youth(party: Party, now: datetime) -> float | None:
    age, is_child = party.age_known(now.date()), party.child(now.date())
    if is_child is None:
        return None
    if not is_child:
        return 0.0
    if age is None or age >= _TEEN_YEARS:
        return _CHILD_SHARE
    return 1.0 if age < _YOUNG_YEARS else _TEEN_SHARE


def _places(party: Party) -> set[tuple[str, str]]:
    """The places of a party that are small enough to meet in: postcode, town, school."""
    stated = [("postcode", address.postcode) for address in party.addresses]
    stated += [("city", address.city) for address in party.addresses]
    stated += [("city", party.location.city if party.location else None), ("school", party.school)]
    return {(kind, "".join(name.split()).casefold()) for kind, name in stated if name and name.strip()}


DANGERS: Mapping[str, DangerFunction] = {
    function.__name__: function
    for function in (
        emergency,
        planned,
        extortion,
        live_stream,
        contact_abuse,
        grooming,
        ongoing,
        child_asks,
        child_named,
        same_place,
        relation,
        several_children,
        prior_referrals,
        prior_references,
        distinct_senders,
        links,
        linked_elsewhere,
        known_material,
        novel_files,
        young_child,
        grave,
        aggravating,
        self_produced,
        child_subject,
        sender_flags,
    )
}
"""Every feature that the priority policy may weigh, by its code."""
