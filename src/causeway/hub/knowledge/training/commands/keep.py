"""What the program does by itself: warning before certificates expire, and counting what a desk may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.agreements import partners_in_force
from causeway.hub.base.organisations.queries.directory import desks
from causeway.hub.base.organisations.queries.people import Person, active_people
from causeway.hub.knowledge.training.models import Certificate, SkillSummary, TrainingChoice
from causeway.hub.knowledge.training.queries.standing import held_by, holding_of_skill
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.validity import SUFFICES, WARN_DAYS, CertificateState, warning_due
from causeway.vocabulary.organisations import OrganisationKind, Role

FEWEST_SHOWN = 10
"""Counts below are not told to another organisation (the rule of the surveys, see docs/explanation)."""
_COUNT_EVERY = timedelta(hours=20)
COUNTED_ROLES = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR, Role.DUTY_OFFICER, Role.ANALYST})


@dataclass(frozen=True, slots=True)
class Told:
    """A count that may be told; None where it is too small, or where what is told would give it away."""

    members: int | None
    qualified: int | None


def may_be_told(members: int, qualified: int, *, is_exact: bool) -> Told:
    """What of a count another organisation may know: nothing under ten, and nothing from which a group of one to nine
    follows by subtraction. With the organisation's own consent, all of it.
    """
    if is_exact:
        return Told(members, qualified)
    if members < FEWEST_SHOWN:
        return Told(None, None)
    is_small = qualified < FEWEST_SHOWN or 0 < members - qualified < FEWEST_SHOWN
    return Told(members, None if is_small else qualified)


@command(Permission.KEEP_TRAINING)
def warn_of_expiry(actor: Actor, now: datetime) -> int:
    """Tell members whose certificates expire within 30 days, and again within 7; each once. Gives how many mails."""
    soon = now.date() + timedelta(days=max(WARN_DAYS))
    rows = list(
        Certificate.objects.select_for_update().filter(
            state=CertificateState.CONFIRMED.value, expires_on__gte=now.date(), expires_on__lte=soon
        )
    )
    if not rows:
        return 0
    people = {person.id: person for person in active_people()}
    newest = _newest_expiry(people)
    told = 0
    for row in rows:
        if row.expires_on is None or row.member_id not in people:
            continue
        days = warning_due(row.expires_on, now.date(), row.warned_days)
        is_renewed = newest.get((row.member_id, row.skill, row.module_id), row.expires_on) > row.expires_on
        if days is None or is_renewed:
            continue
        row.warned_days = days
        row.save(update_fields=["warned_days"])
        _tell(actor, people[row.member_id], row)
        told += 1
    return told


def _newest_expiry(people: Iterable[UUID]) -> dict[tuple[UUID, str, UUID | None], date]:
    rows = Certificate.objects.filter(
        member_id__in=list(people), state=CertificateState.CONFIRMED.value, expires_on__isnull=False
    ).order_by("expires_on")
    return {(row.member_id, row.skill, row.module_id): row.expires_on for row in rows if row.expires_on}


@in_own_language
def _tell(actor: Actor, person: Person, row: Certificate) -> None:
    owe_mail(
        actor.organisation_id,
        person.email,
        _("A training certificate of yours expires soon"),
        _("It expires on %(day)s. Sign in and open “My training” to see which, and to renew it.")
        % {"day": f"{row.expires_on:%Y-%m-%d}"},
        row.id,
    )
    enter(Act.CERTIFICATE_WARNED, subjects=[row.id, row.member_id], details={"days": row.warned_days})


@command(Permission.KEEP_TRAINING)
def count_for_desks(actor: Actor, now: datetime) -> int:
    """Count, about once a day, how many of a force's people hold each skill, for the desks that it has an agreement
    with. What is too small is left out before it is stored. Gives how many counts were written.
    """
    if actor.organisation_kind is not OrganisationKind.POLICE_FORCE:
        return 0
    last = SkillSummary.objects.filter(organisation_id=actor.organisation_id).order_by("-counted_at").first()
    if last is not None and now - last.counted_at < _COUNT_EVERY:
        return 0
    with_agreement = set(partners_in_force())
    readers = [desk.id for desk in desks() if desk.id in with_agreement]
    SkillSummary.objects.filter(organisation_id=actor.organisation_id).exclude(desk_id__in=readers).delete()
    if not readers:
        return 0
    people = [person.id for person in active_people() if person.roles & COUNTED_ROLES]
    held, is_exact = held_by(people), TrainingChoice.objects.filter(shares_exact_counts=True).exists()
    rows = []
    for skill in Skill:
        qualified = sum(holding_of_skill(held[one], skill.value, now.date()) in SUFFICES for one in people)
        told = may_be_told(len(people), qualified, is_exact=is_exact)
        rows += [
            SkillSummary(
                organisation_id=actor.organisation_id,
                desk_id=desk_id,
                skill=skill.value,
                members=told.members,
                qualified=told.qualified,
                is_exact=is_exact,
                counted_at=now,
            )
            for desk_id in readers
        ]
    SkillSummary.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation_id", "desk_id", "skill"],
        update_fields=["members", "qualified", "is_exact", "counted_at"],
    )
    return len(rows)
