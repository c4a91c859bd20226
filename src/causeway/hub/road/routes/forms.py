"""Forms of the register of central desks."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.routes.commands.central_desks import (
    CHANNEL_CHARACTERS,
    NAME_CHARACTERS,
    NewCentralDesk,
)


class RegisterForm(FaultNamingForm):
    """A central desk: a force of this hub, or somebody outside with a mailbox and a way to send to it."""

    name = forms.CharField(label=_("Name"), max_length=NAME_CHARACTERS)
    countries = forms.CharField(
        label=_("For which countries?"),
        max_length=1_000,
        help_text=_(
            "Their names or two letters, separated by commas, such as France, LU. Your own country for a force of it "
            "that is outside this hub."
        ),
    )
    organisation = forms.TypedChoiceField(
        label=_("Is it a police force of this hub?"),
        help_text=_("Then referrals come into its own queue. Leave it at “outside this hub” where it has not joined."),
        coerce=lambda text: UUID(text) if text else None,
        empty_value=None,
        required=False,
    )
    mailbox = forms.EmailField(label=_("Role mailbox"), required=False, help_text=_("If it is outside this hub."))
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, help_text=_("With the country, such as +33 1 99 00 00 00.")
    )
    channel = forms.CharField(
        label=_("How is it sent to?"),
        max_length=CHANNEL_CHARACTERS,
        required=False,
        help_text=_("If it is outside this hub: by which secure way a package reaches it, and through whom."),
    )
    public_key = forms.CharField(
        label=_("Its age public key"),
        max_length=100,
        required=False,
        help_text=_("If it has one: packages are then locked for it alone. It begins with age1."),
    )
    note = forms.CharField(
        label=_("Where do you know it from?"),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: object, forces: Sequence[tuple[UUID, str]], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("No: outside this hub")), *((str(number), name) for number, name in forces)]

    def told(self) -> NewCentralDesk:
        """What was entered; of a valid form."""
        given = self.cleaned_data
        return NewCentralDesk(
            name=given["name"],
            countries=tuple(given["countries"].split(",")),
            note=given["note"],
            organisation_id=given["organisation"],
            mailbox=given["mailbox"],
            phone=given["phone"],
            channel=given["channel"],
            public_key=given["public_key"],
        )


class VerifyForm(FaultNamingForm):
    """How it was checked."""

    how = forms.CharField(
        label=_("How did you check that this is who it says?"),
        help_text=_("Who was called, by which number that you found elsewhere, who vouches."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CloseForm(FaultNamingForm):
    """Why nothing is to go there any more."""

    reason = forms.CharField(label=_("Why?"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}))
