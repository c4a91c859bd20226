"""Forms of cases and safeguarding notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.cases.commands.acknowledge_safeguarding import NAME_CHARACTERS
from causeway.hub.road.cases.commands.take_referral import TITLE_CHARACTERS
from causeway.hub.road.cases.commands.work_case import EVIDENCE_CHARACTERS, NOTE_CHARACTERS
from causeway.hub.road.cases.queries.case_list import Shown
from causeway.hub.road.cases.queries.safeguarding import BodyChoice, Proposal
from causeway.hub.road.cases.words import TASK_STATE_NAMES, TaskState
from causeway.vocabulary.safeguarding import SafeguardingNotice

NEW_CASE = "new"


class TakeForm(FaultNamingForm):
    """Into which case a referral goes."""

    case = forms.ChoiceField(label=_("Into which case?"), widget=forms.RadioSelect, initial=NEW_CASE)
    title = forms.CharField(
        label=_("Title of a new case"),
        help_text=_("Leave empty to name it for the concern. Do not write a child’s name."),
        max_length=TITLE_CHARACTERS,
        required=False,
    )
    playbook_code = forms.ChoiceField(
        label=_("Playbook of a new case"),
        help_text=_("The tasks that the case starts with."),
        required=False,
    )

    def __init__(
        self, *arguments: Any, cases: list[tuple[str, str]], playbooks: list[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["case"].choices = [(NEW_CASE, _("A new case")), *cases]  # type: ignore[attr-defined]
        self.fields["playbook_code"].choices = [("", _("The one that fits")), *playbooks]  # type: ignore[attr-defined]


class TaskForm(FaultNamingForm):
    """Where a task stands, and what was recorded."""

    state = forms.TypedChoiceField(
        label=_("Where does it stand?"),
        choices=[(state.value, TASK_STATE_NAMES[state]) for state in TaskState],
        coerce=TaskState,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("What was recorded, and where?"),
        help_text=_("References and places in your own records. No content, no conversations."),
        max_length=EVIDENCE_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where it will not be done, does not apply, or nothing was recorded."),
        max_length=SHORT_REASON_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlaybookForm(FaultNamingForm):
    """By which playbook a case goes on, and why."""

    playbook_code = forms.ChoiceField(label=_("Which playbook fits now?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why does it fit better?"),
        help_text=_("It stands on the case’s timeline."),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, playbooks: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["playbook_code"].choices = playbooks  # type: ignore[attr-defined]


class NoteForm(FaultNamingForm):
    """A note; it cannot be changed afterwards."""

    text = forms.CharField(
        label=_("Add a note"),
        help_text=_("Nobody can change it afterwards."),
        max_length=NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReopenForm(FaultNamingForm):
    """Why a closed case is opened again."""

    reason = forms.CharField(
        label=_("Why is it opened again?"), max_length=SHORT_REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(FaultNamingForm):
    """What closing asks beyond the outcomes: a reason where no body was told of the child."""

    no_safeguarding_reason = forms.CharField(
        label=_("Why was no body told of them?"),
        help_text=_("A child may be in danger in this case. Tell children’s services first, or say why not."),
        max_length=SHORT_REASON_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaseFilterForm(FaultNamingForm):
    """What a list of cases is narrowed to."""

    shown = forms.ChoiceField(
        label=_("Cases"),
        choices=[(Shown.OPEN.value, _("Open")), (Shown.CLOSED.value, _("Closed")), (Shown.ALL.value, _("All"))],
        required=False,
        widget=forms.RadioSelect,
    )
    only = forms.MultipleChoiceField(
        label=_("Only"),
        choices=[("mine", _("Those that I lead")), ("late", _("Those with a late task"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    playbook = forms.ChoiceField(label=_("Playbook"), required=False)
    words = forms.CharField(label=_("Reference or words of the title"), max_length=200, required=False)

    def __init__(self, *arguments: Any, playbooks: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["playbook"].choices = [("", _("Any")), *playbooks]  # type: ignore[attr-defined]


class SafeguardingForm(FaultNamingForm):
    """What the body that protects this child is told; every line can be changed before it goes."""

    body_id = forms.TypedChoiceField(label=_("Whom do you tell?"), widget=forms.RadioSelect)
    child_name = forms.CharField(label=_("The child’s name"), max_length=300)
    child_age_years = forms.IntegerField(label=_("Age"), min_value=0, required=False)
    child_born_on = DayField(
        label=_("Date of birth"),
        required=False,
    )
    child_school = forms.CharField(label=_("School"), max_length=300, required=False)
    place = forms.CharField(label=_("Where the child can be reached"), max_length=300)
    may_have_harmed = forms.BooleanField(
        label=_("This child may have harmed another child. They are a child too, and are protected like any other."),
        required=False,
    )
    concern = forms.CharField(
        label=_("What are you worried about?"),
        help_text=_("In plain words. No conversations, no files, nothing that they do not need."),
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    done_so_far = forms.CharField(
        label=_("What has been done?"),
        help_text=_("By you or by others, and what you plan. Say if they should speak with you before they visit."),
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_urgent = forms.BooleanField(label=_("The child may be in danger now"), required=False)
    contact = forms.CharField(label=_("Whom can they ask?"), max_length=300)
    contact_email = forms.EmailField(label=_("E-mail address that somebody reads"))
    contact_phone = forms.CharField(label=_("Telephone"), max_length=300, required=False)
    also_told = forms.MultipleChoiceField(
        label=_("Also tell, only where they need it to protect the child"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, proposal: Proposal, bodies: tuple[BodyChoice, ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        labels = [(str(body.id), f"{body.name} ({body.why})" if body.why else body.name) for body in bodies]
        self.fields["body_id"].choices = labels  # type: ignore[attr-defined]
        if proposal.extras:
            self.fields["also_told"].choices = [(line, line) for line in proposal.extras]  # type: ignore[attr-defined]
        else:
            del self.fields["also_told"]
        self.fields["child_age_years"].widget.attrs["class"] = "govuk-input--width-2"

    def notice(self) -> SafeguardingNotice:
        """The notice as entered; of a valid form."""
        given = self.cleaned_data
        return SafeguardingNotice(
            child_name=given["child_name"],
            child_age_years=given["child_age_years"],
            child_born_on=given["child_born_on"],
            child_school=given["child_school"] or None,
            place=given["place"],
            may_have_harmed=given["may_have_harmed"],
            concern=given["concern"],
            done_so_far=given["done_so_far"],
            is_urgent=given["is_urgent"],
            contact=given["contact"],
            contact_email=given["contact_email"],
            contact_phone=given["contact_phone"] or None,
            also_told=tuple(given.get("also_told", ())),
        )


class AcknowledgeForm(FaultNamingForm):
    """Who has taken a notice on."""

    name = forms.CharField(label=_("Who has taken it on?"), max_length=NAME_CHARACTERS)
    note = forms.CharField(
        label=_("A note to whoever told you"),
        help_text=_("What you will do first, or what you need to know."),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
