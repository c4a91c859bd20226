"""Forms of whoever reviews modules, and says who reads them."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.training.commands.publish_module import COMMENT_CHARACTERS


class ReturnForm(FaultNamingForm):
    """What should change before a module is published."""

    comments = forms.CharField(
        label=_("What should change?"),
        max_length=COMMENT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should change")},
    )


class ShareForm(FaultNamingForm):
    """Who else reads a module."""

    audience = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=[
            ("own", _("Only our organisation")),
            ("some", _("Also these organisations")),
            ("everyone", _("Every organisation here")),
        ],
        widget=forms.RadioSelect,
    )
    with_ids = forms.TypedMultipleChoiceField(
        label=_("Organisations with which an agreement is in force"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, readers: list[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        if readers:
            self.fields["with_ids"].choices = [(str(one), name) for one, name in readers]  # type: ignore[attr-defined]
        else:
            del self.fields["with_ids"]
