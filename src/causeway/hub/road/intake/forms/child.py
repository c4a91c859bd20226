"""What a child is asked: only what safety needs, in words for children. Dutch and Italian say "you" to a child as to a
friend, so that every string here has the context "child", and no adult's page shares it.
"""

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from causeway.hub.road.intake.forms.fields import line, prose, whole_number, yes_no_or_unsure
from causeway.hub.road.intake.forms.public import OLDEST_CHILD_YEARS, MoreForm, PublicForm, reached_by
from causeway.vocabulary.places import EstimatedLocation
from causeway.vocabulary.referral import Concern, Party, PartyRole, Referral, SenderKind


class ChildForm(PublicForm):
    """For a child. Nothing is required but whether they are safe."""

    safe = forms.ChoiceField(
        label=pgettext_lazy("child", "Are you safe right now?"),
        choices=[("yes", _("Yes")), ("unsure", _("I’m not sure")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": pgettext_lazy("child", "Choose one, so that we know how fast to help")},
    )
    in_contact = yes_no_or_unsure(
        pgettext_lazy("child", "Is somebody who worries you still in contact with you?"),
        pgettext_lazy("child", "Only if you want to say."),
    )
    story = prose(
        pgettext_lazy("child", "What happened? You can tell us in your own words."),
        pgettext_lazy(
            "child", "Only if you want to. You do not have to tell it all. You do not have to prove anything."
        ),
        rows=6,
    )
    age = whole_number(
        pgettext_lazy("child", "How old are you?"),
        pgettext_lazy("child", "This helps us find the right person to help you."),
        low=3,
        high=OLDEST_CHILD_YEARS,
    )
    age.error_messages |= dict.fromkeys(
        ("invalid", "min_value", "max_value"), pgettext_lazy("child", "Write your age as a number, such as 11")
    )
    phone = line(
        pgettext_lazy("child", "A phone number we can use"),
        pgettext_lazy("child", "Only if it is safe. Leave it empty if somebody else might see it or answer."),
        length=40,
    )
    email = forms.EmailField(
        label=pgettext_lazy("child", "An e-mail address we can use"),
        help_text=pgettext_lazy("child", "Only if nobody else reads it."),
        required=False,
        max_length=254,
        error_messages={"invalid": pgettext_lazy("child", "Check the address: it looks like name@example.org")},
    )
    how = line(
        pgettext_lazy("child", "When or how is it safe to reach you?"),
        pgettext_lazy("child", "For example: text only, after school."),
        length=300,
    )
    place = line(
        pgettext_lazy("child", "Your town or your school"),
        pgettext_lazy("child", "Only if you want to. It helps us find somebody near you."),
        length=256,
    )

    def told(self) -> Referral:
        """The referral that this is. The child is told of as a child, never as anything else."""
        told = self.cleaned_data
        danger = {
            "no": gettext("The child says that they are not safe now."),
            "unsure": gettext("The child is not sure whether they are safe now."),
        }
        child = Party(
            role=PartyRole.VICTIM,
            is_child=None if (told.get("age") or 0) >= 18 else True,
            age_years=told.get("age"),
            location=EstimatedLocation(city=told["place"]) if told.get("place") else None,
            notes=gettext("How to reach: %(how)s") % {"how": told["how"]} if told.get("how") else None,
        )
        return Referral(
            concern=Concern.OTHER,
            sender_kind=SenderKind.CHILD,
            narrative=told.get("story") or None,
            emergency=danger.get(told["safe"]),
            is_contact_ongoing=told.get("in_contact"),
            parties=(child,),
            contact=reached_by(told.get("email"), told.get("phone")),
        )


class ChildMoreForm(MoreForm):
    """Something more from a child: what an adult is asked, in words for a child."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        danger, in_contact, text = self.fields["danger"], self.fields["in_contact"], self.fields["text"]
        self.fields["code"].label = pgettext_lazy("child", "Your code")
        danger.label = pgettext_lazy("child", "Are you in danger right now?")
        danger.help_text = pgettext_lazy("child", "If you are, call for help first. Then tell us.")
        in_contact.label = pgettext_lazy("child", "Is somebody who worries you still in contact with you?")
        in_contact.help_text = pgettext_lazy("child", "Only if you want to say.")
        text.label = pgettext_lazy("child", "What do you want to add?")
        text.error_messages["required"] = pgettext_lazy("child", "Write what you want to add")
