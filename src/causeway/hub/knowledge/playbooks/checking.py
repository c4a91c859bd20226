"""What makes a playbook whole, and what of a standard a force may not take away. Pure: faults in words, each with the
step and the field at which it stands.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.knowledge.playbooks.markup import links_in
from causeway.hub.knowledge.playbooks.playbook import SAFEGUARDING_TASK, Playbook, Step
from causeway.hub.knowledge.playbooks.skills import Skill
from causeway.vocabulary.organisations import Role

CODE_CHARACTERS = 60
TITLE_CHARACTERS = 120
ABOUT_CHARACTERS = 1_000
GUIDANCE_CHARACTERS = 5_000
EVIDENCE_CHARACTERS = 200
MOST_EVIDENCE = 8
MOST_STEPS = 30
LONGEST_HOURS = 24 * 366
SAFEGUARDING_HOURS = 120
"""Our own choice: with no playbook does a body that protects the child hear later than five days after taking."""
STEP_ROLES = (
    Role.DUTY_OFFICER,
    Role.INVESTIGATOR,
    Role.SUPERVISOR,
    Role.ANALYST,
    Role.SAFEGUARDING_LEAD,
)
"""Who works on a case, and so can be asked to do a step."""
_OPPOSITES = (
    frozenset({Condition.FILES_ATTACHED, Condition.NO_FILES}),
    frozenset({Condition.PLACE_KNOWN, Condition.PLACE_NOT_KNOWN}),
)
_CODE = re.compile(r"[a-z][a-z0-9_]*")


class PlaybookInvalid(Exception):
    """A playbook cannot be used; the message names what is wrong."""

    code = "playbook_invalid"


class WordsInvalid(PlaybookInvalid):
    """A text in another language cannot be used: at which place, and why."""

    code = "words_invalid"

    def __init__(self, at: str, why: str) -> None:
        super().__init__(f"{at}: {why}")
        self.at, self.why = at, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong: with which step (empty: the playbook itself), in which field, in words."""

    step: str = ""
    title: str = ""
    field: str
    message: str

    @property
    def where(self) -> str:
        """The place in words."""
        return f"{self.title or self.step}, {self.field}" if self.step else self.field


def faults_of(playbook: Playbook) -> list[Fault]:
    """All that keeps this playbook from being used, the playbook's own first, then step by step."""
    return [*_own(playbook), *(fault for step in playbook.steps for fault in step_faults(step, playbook))]


def _own(playbook: Playbook) -> Iterator[Fault]:
    if not is_code(playbook.code):
        yield Fault(field="code", message=_("Use small letters, digits and underscores, and begin with a letter."))
    for field, text, most in (
        ("title", playbook.title, TITLE_CHARACTERS),
        ("about", playbook.about, ABOUT_CHARACTERS),
        ("applies", playbook.applies, ABOUT_CHARACTERS),
    ):
        if not text.strip() and field != "applies":
            yield Fault(field=field, message=_("Write something."))
        if len(text) > most:
            yield Fault(field=field, message=_("Write no more than %(most)s characters.") % {"most": most})
    if not playbook.steps:
        yield Fault(field="steps", message=_("A playbook has at least one step."))
    if len(playbook.steps) > MOST_STEPS:
        yield Fault(field="steps", message=_("A playbook has no more than %(most)s steps.") % {"most": MOST_STEPS})
    for code, times in Counter(playbook.codes).items():
        if times > 1:
            yield Fault(field="steps", message=_("There are two steps of the code %(code)s.") % {"code": code})
    if SAFEGUARDING_TASK not in playbook.codes:
        message = _("Every playbook tells the body that protects the child: add the step %(step)s.") % {
            "step": SAFEGUARDING_TASK
        }
        yield Fault(field="steps", message=message)


def step_faults(step: Step, playbook: Playbook) -> list[Fault]:
    """What is wrong with one step of this playbook."""
    faults = [*_written(step), *_timed(step, playbook), *_linked(step, playbook)]
    if step.code == SAFEGUARDING_TASK:
        faults += _safeguarding(step)
    return [Fault(step=step.code, title=step.title, field=field, message=message) for field, message in faults]


def _written(step: Step) -> Iterator[tuple[str, str]]:
    if not is_code(step.code):
        yield "code", _("Use small letters, digits and underscores, and begin with a letter.")
    if not step.title.strip():
        yield "title", _("Say in a few words what is done.")
    if len(step.title) > TITLE_CHARACTERS:
        yield "title", _("Write no more than %(most)s characters.") % {"most": TITLE_CHARACTERS}
    if not step.guidance.strip():
        yield "guidance", _("Say how it is done.")
    if len(step.guidance) > GUIDANCE_CHARACTERS:
        yield (
            "guidance",
            _("Write no more than %(most)s characters.") % {"most": grouped(GUIDANCE_CHARACTERS)},
        )
    if not step.roles:
        yield "roles", _("Choose who does it.")
    if not set(step.roles) <= set(STEP_ROLES):
        yield "roles", _("Choose people who work on cases.")
    if any(pair <= set(step.conditions) for pair in _OPPOSITES):
        yield "conditions", _("Two of these can never both be so, and the step would never apply.")
    if len(step.evidence) > MOST_EVIDENCE:
        yield (
            "evidence",
            _("Ask for no more than %(most)s things to record.") % {"most": MOST_EVIDENCE},
        )
    if any(not line.strip() or len(line) > EVIDENCE_CHARACTERS for line in step.evidence):
        yield (
            "evidence",
            _("Write each thing to record on a line of its own, of %(most)d characters at most.")
            % {"most": EVIDENCE_CHARACTERS},
        )
    if step.skill and step.skill not in set(Skill):
        yield "skill", _("There is no skill of the code %(skill)s.") % {"skill": step.skill}


def _timed(step: Step, playbook: Playbook) -> Iterator[tuple[str, str]]:
    if not 0 < step.due_in_hours <= LONGEST_HOURS:
        yield (
            "due_in_hours",
            _("Enter a whole number of hours from 1 to %(most)s.") % {"most": grouped(LONGEST_HOURS)},
        )
    if step.after and step.after not in playbook.codes:
        yield (
            "after",
            _("There is no step of the code %(after)s, after which its time could run.") % {"after": step.after},
        )
    elif step.after and _waits_for_itself(step, playbook):
        yield "after", _("Its time would run from a step that itself waits for this one.")


def _linked(step: Step, playbook: Playbook) -> Iterator[tuple[str, str]]:
    for code in links_in(step.guidance):
        if code not in playbook.codes:
            yield "guidance", _("It links to a step %(code)s, which there is not.") % {"code": code}


def _safeguarding(step: Step) -> Iterator[tuple[str, str]]:
    if step.conditions:
        yield "conditions", _("Telling the body that protects the child always applies.")
    if not step.is_mandatory:
        yield "is_mandatory", _("Telling the body that protects the child must be done.")
    if step.after:
        yield "after", _("The time for telling the body that protects the child runs from taking the case.")
    if step.due_in_hours > SAFEGUARDING_HOURS:
        yield (
            "due_in_hours",
            _("The body that protects the child is told within %(hours)s hours at most.")
            % {"hours": SAFEGUARDING_HOURS},
        )


def faults_against(playbook: Playbook, standard: Playbook) -> list[Fault]:
    """What may not be changed of the standard that is adapted: the safeguarding step stays, and stays as early."""
    own, asked = playbook.step(SAFEGUARDING_TASK), standard.step(SAFEGUARDING_TASK)
    if own is None or asked is None:
        return []  # that it is missing is said by `faults_of`
    faults = []
    if own.due_in_hours > asked.due_in_hours:
        message = ngettext(
            "The standard allows %(hours)s hour to tell the body that protects the child.",
            "The standard allows %(hours)s hours to tell the body that protects the child.",
            asked.due_in_hours,
        ) % {"hours": asked.due_in_hours}
        faults.append(Fault(step=own.code, title=own.title, field="due_in_hours", message=message))
    if playbook.codes.index(own.code) > standard.codes.index(asked.code):
        message = _("The standard tells the body that protects the child earlier. Move this step up.")
        faults.append(Fault(step=own.code, title=own.title, field="place", message=message))
    return faults


def _waits_for_itself(step: Step, playbook: Playbook) -> bool:
    seen, current = {step.code}, playbook.step(step.after)
    while current is not None:
        if current.code in seen:
            return True
        seen.add(current.code)
        current = playbook.step(current.after) if current.after else None
    return False


def is_code(text: str) -> bool:
    """Whether a text can be the code of a playbook or of a step."""
    return len(text) <= CODE_CHARACTERS and _CODE.fullmatch(text) is not None
