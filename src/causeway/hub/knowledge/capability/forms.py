"""Forms of assessments and reviews."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.capability.commands.assess import ABOUT_CHARACTERS, LINE_CHARACTERS, TEXT_CHARACTERS
from causeway.hub.knowledge.capability.judgements import Evidence, EvidenceKind, Judgement, View
from causeway.hub.knowledge.capability.model_response import PHASE_NAMES, PHASE_TEXTS, Phase
from causeway.hub.knowledge.capability.words import EVIDENCE_NAMES, VIEW_NAMES

NOT_JUDGED = "0"


def _text(rows: int, **named: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(max_length=TEXT_CHARACTERS, required=False, widget=widget, **named)


class NewForm(FaultNamingForm):
    """What is assessed, as of when, and from what it begins."""

    about = forms.CharField(
        label=_("What is assessed?"),
        help_text=_("A country, a region or your organisation."),
        max_length=ABOUT_CHARACTERS,
        error_messages={"required": _("Say what is assessed")},
    )
    as_of = DayField(label=_("As of which day?"))
    begin_from = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, *arguments: Any, versions: Sequence[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = [(str(published_id), name) for published_id, name in versions]
        self.fields["begin_from"].choices = [*known, ("", _("Nothing, an empty assessment"))]  # type: ignore[attr-defined]


class JudgementForm(FaultNamingForm):
    """One capability."""

    phase = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[
            *((str(phase.value), format_lazy("{}. {}", phase.value, PHASE_NAMES[phase])) for phase in Phase),
            (NOT_JUDGED, _("Not judged yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say where it stands, or that it is not judged yet")},
    )
    reasons = _text(5, label=_("Why?"), help_text=_("In your own words, so that a reviewer can follow."))
    gaps = _text(3, label=_("What is missing?"))
    next_step = forms.CharField(label=_("Next step"), max_length=LINE_CHARACTERS, required=False)
    next_step_on = DayField(
        label=_("By when?"), required=False, help_text=_("Two weeks before, it stands on your start page.")
    )
    owner = forms.CharField(
        label=_("Who sees to it?"), help_text=_("A post or a person."), max_length=LINE_CHARACTERS, required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Texts in the reader's language, not in that of whoever started the program.
        choices = [(str(phase.value), _phase_words(phase)) for phase in Phase]
        self.fields["phase"].choices = [*choices, (NOT_JUDGED, _("Not judged yet"))]  # type: ignore[attr-defined]

    def judgement(self, code: str, evidence: Sequence[Evidence]) -> Judgement:
        """What was said; call it when the form is valid."""
        told = self.cleaned_data
        chosen = int(told["phase"])
        return Judgement(
            capability=code,
            phase=Phase(chosen) if chosen else None,
            reasons=told["reasons"],
            gaps=told["gaps"],
            evidence=tuple(evidence),
            owner=told["owner"],
            next_step=told["next_step"],
            next_step_on=told["next_step_on"],
        )


def _phase_words(phase: Phase) -> str:
    return f"{phase.value}. {PHASE_NAMES[phase]}: {PHASE_TEXTS[phase]}"


class EvidenceForm(FaultNamingForm):
    """One piece of evidence; with neither words nor place, none."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(kind.value, EVIDENCE_NAMES[kind]) for kind in EvidenceKind]
    )
    text = forms.CharField(label=_("In words"), max_length=LINE_CHARACTERS, required=False)
    where = forms.CharField(
        label=_("Where to find it"),
        help_text=_("An address, a reference, or where the figure comes from."),
        max_length=LINE_CHARACTERS,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("where") and not told.get("text"):
            self.add_error("text", _("Say what it is"))
        if told.get("kind") == EvidenceKind.LINK.value and told.get("text"):
            where = told.get("where", "")
            if not where.startswith(("https://", "http://")):
                self.add_error("where", _("A link begins with https:// or http://."))
        return told

    def evidence(self) -> Evidence | None:
        """What was said, where anything was."""
        told = self.cleaned_data
        if not told["text"]:
            return None
        return Evidence(kind=EvidenceKind(told["kind"]), text=told["text"], where=told["where"])


class InviteForm(FaultNamingForm):
    """Who is asked to review."""

    reviewer = forms.ChoiceField(
        label=_("Which organisation?"),
        help_text=_("It sees the whole draft until you publish it or take the invitation back."),
        error_messages={"required": _("Choose an organisation")},
    )

    def __init__(self, *arguments: Any, reviewers: Sequence[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(str(reviewer_id), name) for reviewer_id, name in reviewers]
        self.fields["reviewer"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class CommentForm(FaultNamingForm):
    """What a reviewer thinks of one judgement."""

    view = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[(view.value, VIEW_NAMES[view]) for view in View],
        coerce=View,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree")},
    )
    text = _text(4, label=_("Comment"), help_text=_("Needed where you disagree."))


class FinishForm(FaultNamingForm):
    """A word on the whole, with which a review ends."""

    text = _text(4, label=_("A word on the whole"), help_text=_("It stands on the published version."))
