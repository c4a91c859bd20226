"""Narrowing the ledger."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.finding import Sought
from causeway.hub.base.organisations.forms.choices import offer
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm


class LedgerFilter(FaultNamingForm):
    """By act, member, day and thing."""

    act = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=[("", _("Anything")), *((act.value, ACT_TEXTS[act]) for act in Act)],
    )
    member = forms.ChoiceField(label=_("Who"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    subject = forms.UUIDField(
        label=_("About"),
        required=False,
        help_text=_("The identifier of a referral, case, member or organisation."),
        error_messages={"invalid": _("Enter a whole identifier, as the list shows it.")},
    )

    def __init__(self, members: Mapping[UUID, str], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "member", [("", _("Anybody")), *((str(identifier), name) for identifier, name in members.items())])

    def sought(self) -> Sought:
        """What the command takes; a field with a fault narrows nothing. Days are the reader's, and both are
        included.
        """
        data = self.cleaned_data
        until: date | None = data.get("until")
        return Sought(
            act=Act(data["act"]) if data.get("act") else None,
            member_id=UUID(data["member"]) if data.get("member") else None,
            subject_id=data.get("subject"),
            since=_midnight(data.get("since")),
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
