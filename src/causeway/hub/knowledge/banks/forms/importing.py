"""The form by which a list comes into a bank."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.banks.commands.import_list import LONGEST_NAME, ListFormat
from causeway.hub.knowledge.banks.words import FORMAT_NAMES, SCHEME_NAMES

LARGEST_LIST_BYTES = 100 * 1024**2
"""About a million rows; a longer list comes in on the hub's own machine, with `causeway bank import`."""


class ListForm(FaultNamingForm):
    """A list of known files, and the bank that takes it."""

    bank_name = forms.CharField(
        label=_("Bank"),
        help_text=_("A bank of this name takes the list; without one, a new bank is made."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Name the bank")},
    )
    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "A CSV file whose first row names its columns, such as sha256, md5, pdq, category; or a VICS document."
            " At most 100 megabytes."
        ),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )
    list_format = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(one.value, FORMAT_NAMES[one]) for one in ListFormat],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the file is")},
    )
    scheme = forms.ChoiceField(
        label=_("By which scheme does it grade?"),
        help_text=_("A bank keeps to one scheme. What the list itself says goes first."),
        choices=[(one.value, name) for one, name in SCHEME_NAMES.items()],
        required=False,
    )
    source = forms.CharField(label=_("Where does it come from?"), max_length=LONGEST_NAME, required=False)

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 100 megabytes. Import it with 'causeway bank import' instead.")
            )
        return file
