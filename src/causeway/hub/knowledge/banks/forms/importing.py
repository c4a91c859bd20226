"""The form by which a list comes into a bank."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.words import PURPOSE_NAMES
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.banks.commands.add_signals import BASIS_CHARACTERS
from causeway.hub.knowledge.banks.commands.import_list import LONGEST_NAME, ListFormat
from causeway.hub.knowledge.banks.exchanged_rows import Taking
from causeway.hub.knowledge.banks.words import FORMAT_NAMES, SCHEME_NAMES
from causeway.vocabulary.organisations import PURPOSES_OF, Category, Purpose

LARGEST_LIST_BYTES = 100 * 1024**2
"""About a million rows; a longer list comes in on the hub's own machine, with `causeway bank import`."""
MOST_GRADES = 50


class ListForm(FaultNamingForm):
    """A list of known files, or a file of signals that another organisation hands on, and the bank that takes it."""

    bank_name = forms.CharField(
        label=_("Bank"),
        help_text=_("A bank of this name takes the list; without one, a new bank is made."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Name the bank")},
    )
    list_format = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(one.value, FORMAT_NAMES[one]) for one in ListFormat],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the file is")},
    )
    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "A CSV file whose first row names its columns, such as sha256, md5, pdq, category, or a VICS document: at"
            " most 100 megabytes. A page of signals: JSON at most 64 megabytes, XML at most 10 megabytes."
        ),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )
    scheme = forms.ChoiceField(
        label=_("By which scheme does it grade?"),
        help_text=_("Of CSV or VICS. A bank keeps to one scheme. What the list itself says goes first."),
        choices=[(one.value, name) for one, name in SCHEME_NAMES.items()],
        required=False,
    )
    source = forms.CharField(
        label=_("Where does it come from?"),
        help_text=_(
            "Of a page of signals name the same source each time: it takes back only what came under this name."
        ),
        max_length=LONGEST_NAME,
        required=False,
    )
    grades = forms.CharField(
        label=_("Tags that are categories"),
        help_text=_("Of a page of ThreatExchange: the tags that its members use as categories, with commas between."),
        max_length=1_000,
        required=False,
    )
    purposes = forms.TypedMultipleChoiceField(
        label=_("For which purposes do you take accounts, addresses and keywords?"),
        choices=[(each.value, PURPOSE_NAMES[each]) for each in Purpose if each in PURPOSES_OF[Category.SIGNAL]],
        coerce=Purpose,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They can lead to people, and end within 90 days. Without this and the two below, those in a page are"
            " left out, and named."
        ),
        required=False,
    )
    basis = forms.CharField(
        label=_("Lawful basis"), max_length=BASIS_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    is_no_child = forms.BooleanField(
        label=_("I have made sure that none of them names a child or leads to one"), required=False
    )
    is_trial = forms.BooleanField(
        label=_("Only try: say what an import would do, and keep nothing"),
        help_text=_("Whether somebody else knows one of them as a child’s, only the import itself asks."),
        required=False,
    )

    def clean_grades(self) -> tuple[str, ...]:
        """The tags, one by one."""
        grades = tuple(dict.fromkeys(tag.strip() for tag in self.cleaned_data["grades"].split(",") if tag.strip()))
        if len(grades) > MOST_GRADES:
            raise forms.ValidationError(_("Name at most %(most)s tags."), params={"most": MOST_GRADES})
        return grades

    def clean(self) -> dict[str, Any]:
        """Whoever states something for what leads to people states all of it."""
        given = super().clean() or self.cleaned_data
        stated = {name: bool(given.get(name)) for name in ("purposes", "basis", "is_no_child")}
        if any(stated.values()):
            faults = {
                "purposes": _("Say for which purpose they may be used"),
                "basis": _("Name the lawful basis"),
                "is_no_child": _("Make sure that none leads to a child, and say so"),
            }
            for name, is_stated in stated.items():
                if not is_stated and name not in self.errors:
                    self.add_error(name, faults[name])
        return given

    def taking(self) -> Taking:
        """What a valid form says of what leads to people, and of categories."""
        given = self.cleaned_data
        return Taking(
            grades=given["grades"],
            purposes=tuple(given["purposes"]),
            basis=given["basis"],
            is_no_child=given["is_no_child"],
        )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 100 megabytes. Import it with 'causeway bank import' instead.")
            )
        return file
