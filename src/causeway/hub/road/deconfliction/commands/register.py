"""Registering interests: blinded here for a force, or blinded by the force's own program, which sends tokens alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.blinding import BLINDED_KINDS, TOKEN_BYTES
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import deconfliction_desk
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import receivers_until
from causeway.hub.road.deconfliction.commands.ask import ask_to_register, one_at_a_time
from causeway.hub.road.deconfliction.evaluator import TooMany, committed_keys, current_epoch, tokens_under
from causeway.hub.road.deconfliction.keys import kept
from causeway.hub.road.deconfliction.models import Asking, Interest, InterestToken
from causeway.hub.road.deconfliction.queries.asked import epochs_asked, epochs_not_held, selectors_among
from causeway.hub.road.deconfliction.queries.interests import epochs_in_case
from causeway.hub.road.deconfliction.registering import (
    TELLS,
    Blinded,
    Known,
    Named,
    Registered,
    Terms,
    until_of,
)
from causeway.hub.road.deconfliction.words import Way
from causeway.vocabulary.organisations import Category


def register_selectors(actor: Actor, terms: Terms, named: Sequence[Named], way: Way, *, now: datetime) -> Registered:
    """Blind selectors for a force, have them evaluated, and keep their tokens. Three steps, for the evaluator's answer
    is waited for outside any transaction; a step that fails leaves the asking on record and nothing registered.

    Interests of the case that were registered under older keys get a token under the newest one.

    Raises:
        TooMany: a limit is reached.
        EvaluatorFails: the oversight body's evaluator does not answer as it should.
        Invalid, NotFound, Conflict: as `ask_to_register`.
    """
    newest = current_epoch()
    admission = ask_to_register(actor, terms, [one.label for one in named], way, now=now)
    if admission.asking_id is None:
        raise _too_many(admission.left)
    older = epochs_in_case(actor, terms.case_id) & set(committed_keys()) if terms.case_id else set()
    selectors = [one.selector for one in named]
    by_epoch = {epoch: tokens_under(epoch, selectors, behalf=str(actor.organisation_id)) for epoch in {newest, *older}}
    blinded = [
        Blinded(
            label=one.label,
            kind=one.selector.kind,
            tokens={epoch: tokens[place] for epoch, tokens in by_epoch.items()},
        )
        for place, one in enumerate(named)
    ]
    return keep_interests(actor, admission.asking_id, terms, admission.case_reference, blinded, now=now)


def register_blinded(actor: Actor, terms: Terms, blinded: Sequence[Blinded], *, now: datetime) -> Registered:
    """Keep the tokens that a force's own program made: the hub sees no selector. Nor does it see whether the tokens of
    one interest are of one selector, so each that the force does not hold yet counts as one.

    Raises:
        TooMany, Invalid, NotFound, Conflict, EvaluatorFails: as `register_selectors`; Invalid for what is no token too,
            and for a new one under a key to which the oversight body is not committed.
    """
    for place, one in enumerate(blinded):
        if not one.tokens or any(len(token) != TOKEN_BYTES or epoch < 1 for epoch, token in one.tokens.items()):
            raise Invalid(_("A token has 64 bytes, and stands under an epoch."), field=f"interests.{place}.token")
        if one.kind not in BLINDED_KINDS:
            raise Invalid(_("This kind of selector cannot be registered."), field=f"interests.{place}.kind")
    committed, epochs = committed_keys(), epochs_asked(actor, blinded)
    for place, some in enumerate(epochs):
        if unknown := sorted(some - set(committed)):
            fault = _("The oversight body is committed to no key of epoch %(epoch)s.") % {"epoch": unknown[0]}
            raise Invalid(fault, field=f"interests.{place}.tokens")
    asked = selectors_among(epochs)
    admission = ask_to_register(actor, terms, [one.label for one in blinded], Way.PROGRAM, now=now, selectors=asked)
    if admission.asking_id is None:
        raise _too_many(admission.left)
    return keep_interests(actor, admission.asking_id, terms, admission.case_reference, blinded, now=now)


@command(Permission.REGISTER_INTERESTS)
def keep_interests(
    actor: Actor, asking_id: UUID, terms: Terms, case_reference: str, blinded: Sequence[Blinded], *, now: datetime
) -> Registered:
    """Keep interests and their tokens, once for each asking. What the organisation has already is renewed, and gets the
    tokens of epochs that it lacks.

    Raises:
        NotFound: there is no such asking of the actor's organisation that was let through.
        Conflict: it has been used, or no clearing-house has joined.
    """
    asking = Asking.objects.filter(id=asking_id, organisation_id=actor.organisation_id, is_refused=False).first()
    if asking is None:
        raise NotFound(_("There is no such request."))
    asked = selectors_among(epochs_not_held(blinded)) if asking.way == Way.PROGRAM else len(blinded)
    if InterestToken.objects.filter(asking_id=asking_id).exists() or asked != asking.selectors:
        raise Conflict(_("This request has been used."))
    one_at_a_time(actor)
    keeping = _Keeping(actor, asking, terms, case_reference, now)
    ids = tuple(keeping.keep(one) for one in blinded)
    enter(
        Act.INTERESTS_REGISTERED,
        subjects=[asking.id],
        audience=[keeping.desk_id],
        details={"case": case_reference, "new": len(set(ids)) - len(keeping.known), "silent": terms.is_silent},
    )
    return Registered(interest_ids=ids, known=tuple(keeping.known.values()))


class _Keeping:
    """One asking being kept."""

    def __init__(self, actor: Actor, asking: Asking, terms: Terms, case_reference: str, now: datetime) -> None:
        desk, own = deconfliction_desk(), listing_by_id(actor.organisation_id)
        if desk is None or own is None:
            raise Conflict(_("No clearing-house has joined that could compare interests."))
        self.actor, self.asking, self.terms, self.now = actor, asking, terms, now
        self.case_reference, self.desk_id, self.country = case_reference, desk.id, own.country
        self.abroad = abroad_now()
        self.until = until_of(terms.months, now)
        self.known: dict[UUID, Known] = {}
        self.fresh: set[UUID] = set()

    def keep(self, blinded: Blinded) -> UUID:
        """Keep one, and give the interest's identifier."""
        tokens = {epoch: kept(token, epoch) for epoch, token in blinded.tokens.items()}
        interest = self._had(tokens) or self._new(blinded)
        held = set(InterestToken.objects.filter(interest_id=interest.id).values_list("epoch", flat=True))
        InterestToken._base_manager.bulk_create(
            self._token(interest, epoch, value) for epoch, value in tokens.items() if epoch not in held
        )
        return interest.id

    def _had(self, tokens: Mapping[int, str]) -> Interest | None:
        rows = InterestToken.objects.filter(organisation_id=self.actor.organisation_id, kept__in=list(tokens.values()))
        row = next((row for row in rows if tokens.get(row.epoch) == row.kept), None)
        if row is None:
            return None
        interest = Interest.objects.get(id=row.interest_id)
        if interest.id not in self.fresh:
            self.known[interest.id] = Known(
                interest_id=interest.id, label=interest.label, case_reference=interest.case_reference
            )
            renew_row(interest, max(interest.until, self.until))
            # The desk compares what stands under this asking; what was there already is compared anew with it.
            InterestToken.objects.filter(interest_id=interest.id).update(asking_id=self.asking.id)
        return interest

    def _new(self, blinded: Blinded) -> Interest:
        interest = Interest(
            organisation_id=self.actor.organisation_id,
            asking=self.asking,
            member_id=self.actor.member_id,
            case_id=self.terms.case_id,
            case_reference=self.case_reference,
            label=blinded.label.strip(),
            kind=blinded.kind.value,
            is_silent=self.terms.is_silent,
            tells_months=self.terms.tells_months,
            registered_at=self.now,
            until=self.until,
        )
        interest.save(force_insert=True)
        self.fresh.add(interest.id)
        return interest

    def _token(self, interest: Interest, epoch: int, value: str) -> InterestToken:
        return InterestToken(
            interest_id=interest.id,
            organisation_id=self.actor.organisation_id,
            desk_id=self.desk_id,
            asking_id=self.asking.id,
            epoch=epoch,
            kept=value,
            is_silent=interest.is_silent,
            country=self.country,
            abroad=self.abroad,
            until=interest.until,
            tells_until=interest.until + TELLS[interest.tells_months],
        )


def renew_row(interest: Interest, until: datetime) -> None:
    """Let an interest and its tokens end later. Runs inside the caller's transaction."""
    interest.until, interest.warned_at, interest.ended_at = until, None, None
    interest.save(update_fields=["until", "warned_at", "ended_at"])
    InterestToken.objects.filter(interest_id=interest.id).update(
        until=until, tells_until=until + TELLS[interest.tells_months]
    )


def abroad_now() -> dict[str, str | None]:
    """Whom of another country the acting organisation's interests may be told to, with the end of each agreement."""
    found = receivers_until(Category.DECONFLICTION)
    return {str(receiver): until.isoformat() if until else None for receiver, until in found.items()}


def _too_many(may_register: int) -> TooMany:
    told = _("Your supervisor and the oversight body are told.")
    if may_register:
        said = _("That is more than you may register today: %(left)s more.") % {"left": may_register}
    else:
        said = _("You may register no more today.")
    return TooMany(f"{said} {told}")
