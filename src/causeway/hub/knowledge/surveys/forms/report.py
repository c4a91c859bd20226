"""Forms around reports: what to compare with, who may read, which two questions to set against each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.forms.choices import Choice, offer
from causeway.hub.base.theme.faults import FaultNamingForm

TO_ALL, TO_NAMED = "all", "named"


class MakeReportForm(FaultNamingForm):
    """The wave to report on, and an earlier one."""

    earlier = forms.ChoiceField(
        label=_("Compare with an earlier wave"),
        help_text=_("Of the same instrument. The report then says what changed, and how sure that is."),
        required=False,
    )

    def __init__(self, *arguments: Any, earlier: Sequence[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "earlier", [("", _("Do not compare")), *((str(wave_id), title) for wave_id, title in earlier)])


class PublishForm(FaultNamingForm):
    """To whom a report is published."""

    to = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[(TO_NAMED, _("The organisations that I choose")), (TO_ALL, _("Every organisation on this hub"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who may read the report")},
    )
    organisations = forms.MultipleChoiceField(
        label=_("Organisations"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *arguments: Any, others: Sequence[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "organisations", [(str(each), name) for each, name in others])


class CrossForm(FaultNamingForm):
    """Two questions, or rank and a question."""

    rows = forms.ChoiceField(label=_("Rows"), error_messages={"required": _("Choose what stands in the rows")})
    columns = forms.ChoiceField(label=_("Columns"), error_messages={"required": _("Choose what stands in the columns")})

    def __init__(self, *arguments: Any, questions: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choose: list[Choice] = [("", _("Choose"))]
        offer(self, "rows", [*choose, ("rank", _("Rank")), *questions])
        offer(self, "columns", [*choose, *questions])
