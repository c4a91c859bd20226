"""Founding a bank, sharing it under agreements, and ending that."""

from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.sharing import (
    agreement_for,
    found,
    givers,
    narrow,
    purposes_of_receivers,
    widen,
)
from causeway.hub.knowledge.banks.changing import locked_bank, refuse_unless_curator
from causeway.hub.knowledge.banks.models import Bank, Signal, Subscription
from causeway.hub.knowledge.banks.models.signal import STAYS
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.organisations import Category, Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE

LONGEST_NAME, LONGEST_DESCRIPTION = 200, 500


@command(Permission.MANAGE_BANKS)
def found_bank(
    actor: Actor,
    *,
    name: str,
    description: str = "",
    scheme: CategoryScheme = CategoryScheme.UNSTATED,
    source: str = "",
) -> UUID:
    """Found an empty bank that the actor's organisation curates.

    Raises:
        Invalid: it has no name, or a text is too long.
        Conflict: the organisation has one of this name.
    """
    name = " ".join(name.split())
    for field, text, most in (("name", name, LONGEST_NAME), ("description", description, LONGEST_DESCRIPTION)):
        if not is_kept(text, most):
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": most}, field=field)
    if not name:
        raise Invalid(_("Say the bank's name."), field="name")
    if Bank.objects.filter(organisation_id=actor.organisation_id, name=name).exists():
        raise Conflict(_("You have a bank of this name."))
    scheme_kept = "" if scheme is CategoryScheme.UNSTATED else scheme.value
    return new_bank(actor, name=name, description=description.strip(), scheme=scheme_kept, source=source).id


def new_bank(actor: Actor, *, name: str, description: str = "", scheme: str = "", source: str = "") -> Bank:
    """A bank with its audience, subscription and entry. Runs inside the caller's transaction."""
    now = timezone.now()
    bank = Bank(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        name=name,
        description=description,
        scheme=scheme,
        source=source,
        added_at=now,
    )
    found(bank.id, Category.SIGNAL)
    bank.save(force_insert=True)
    Subscription(bank=bank, curator_id=actor.organisation_id, organisation_id=actor.organisation_id, since=now).save(
        force_insert=True
    )
    enter(Act.BANK_FOUNDED, subjects=[bank.id], details={"name": name})
    return bank


@command(Permission.MANAGE_BANKS)
def share_bank(actor: Actor, bank_id: UUID, receiver_id: UUID) -> None:
    """Let another organisation read, add to and vote in a bank; it gets what is in it and every change from now on.

    Raises:
        NotFound: there is no such bank.
        NotPermitted: another organisation curates it.
        NotAgreed: no agreement in force lets signals pass to the receiver, or not for a purpose of what the bank holds;
            or somebody who added to the bank has no agreement with the curator any more.
        Conflict: it shares the bank already.
    """
    bank = locked_bank(bank_id)
    refuse_unless_curator(bank)
    if Subscription.objects.filter(bank=bank, organisation_id=receiver_id, ended_at=None).exists():
        raise Conflict(_("This organisation shares the bank already."), field="receiver")
    _refuse_unless_passed_on(bank, receiver_id)
    widen(bank.id, receiver_id, Category.SIGNAL)
    # Whoever shared it before goes on in the feed where it was: the next round logs anew what it was not told then.
    before = Subscription.objects.filter(bank=bank, organisation_id=receiver_id).order_by("-since", "-id").first()
    Subscription(
        bank=bank,
        curator_id=actor.organisation_id,
        organisation_id=receiver_id,
        since=timezone.now(),
        told_purposes=before.told_purposes if before else sorted(purposes_of_receivers(Category.SIGNAL)[receiver_id]),
    ).save(force_insert=True)
    if not bank.is_shared:
        bank.is_shared = True
        bank.save(update_fields=["is_shared"])
    enter(Act.BANK_SHARED, subjects=[bank.id, receiver_id], audience=[receiver_id])


def _refuse_unless_passed_on(bank: Bank, receiver_id: UUID) -> None:
    """What others added goes on only while they let it, and what leads to people only for purposes that the agreement
    with the receiver names.
    """
    allowed = givers(Category.SIGNAL)
    lapsed = names_of({each for each in bank.contributor_ids if each not in allowed})
    if lapsed:
        told = {"names": ", ".join(sorted(lapsed.values()))}
        raise NotAgreed(_("No agreement in force lets you pass on what these have added: %(names)s.") % told)
    if Signal.objects.filter(bank=bank, handling__in=STAYS, state__in=IN_USE).exists():
        raise NotAgreed(_("The bank holds signals marked TLP:AMBER, which must stay with you. Move them first."))
    held = Signal.objects.filter(bank=bank, kind__in=[kind.value for kind in ABOUT_PEOPLE], holds_value=True)
    purposes = {Purpose(each) for some in held.values_list("purposes", flat=True).distinct() for each in some}
    if purposes and agreement_for(receiver_id, Category.SIGNAL, purposes) is None:
        raise NotAgreed(
            _("The bank holds accounts, addresses or keywords for a purpose that your agreement does not name.")
        )


@command(Permission.MANAGE_BANKS)
def end_sharing(actor: Actor, bank_id: UUID, receiver_id: UUID) -> None:
    """Let an organisation see a bank no more. It is told to take out of its systems what it got from it.

    Raises:
        NotFound: there is no such bank, or that organisation does not share it.
        NotPermitted: another organisation curates it.
        Conflict: it is the curator.
    """
    bank = locked_bank(bank_id)
    refuse_unless_curator(bank)
    if receiver_id == actor.organisation_id:
        raise Conflict(_("The curator of a bank cannot leave it."))
    if not end_subscription(bank, receiver_id):
        raise NotFound(_("This organisation does not share the bank."))


def end_subscription(bank: Bank, receiver_id: UUID) -> bool:
    """End one subscription of a bank that the actor's organisation curates; gives False where there is none. Runs
    inside the caller's transaction.
    """
    ended = Subscription.objects.filter(bank=bank, organisation_id=receiver_id, ended_at=None).update(
        ended_at=timezone.now()
    )
    if ended:
        narrow(bank.id, receiver_id)
        enter(
            Act.BANK_LEFT,
            subjects=[bank.id, receiver_id],
            audience=[receiver_id],
            details={"name": bank.name},
            details_audience=[receiver_id],
        )
    return bool(ended)
