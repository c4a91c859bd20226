"""What makes a playbook whole, and what of a standard a force may not take away. Pure: faults in words, each with the
step and the field at which it stands.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from causeway.hub.knowledge.playbooks.markup import links_in
from causeway.hub.knowledge.playbooks.playbook import SAFEGUARDING_TASK, Playbook, Step
from causeway.hub.knowledge.playbooks.skills import SKILLS

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
_CODE = re.compile(r"[a-z][a-z0-9_]*")


class PlaybookInvalid(Exception):
    """A playbook cannot be used; the message names what is wrong."""

    code = "playbook_invalid"


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
    if not _is_code(playbook.code):
        yield Fault(field="code", message="Use small letters, digits and underscores, and begin with a letter.")
    for field, text, most in (
        ("title", playbook.title, TITLE_CHARACTERS),
        ("about", playbook.about, ABOUT_CHARACTERS),
        ("applies", playbook.applies, ABOUT_CHARACTERS),
    ):
        if not text.strip() and field != "applies":
            yield Fault(field=field, message="Write something.")
        if len(text) > most:
            yield Fault(field=field, message=f"Write no more than {most} characters.")
    if not playbook.steps:
        yield Fault(field="steps", message="A playbook has at least one step.")
    if len(playbook.steps) > MOST_STEPS:
        yield Fault(field="steps", message=f"A playbook has no more than {MOST_STEPS} steps.")
    for code, times in Counter(playbook.codes).items():
        if times > 1:
            yield Fault(field="steps", message=f"There are two steps of the code {code}.")
    if SAFEGUARDING_TASK not in playbook.codes:
        message = f"Every playbook tells the body that protects the child: add the step {SAFEGUARDING_TASK}."
        yield Fault(field="steps", message=message)


def step_faults(step: Step, playbook: Playbook) -> list[Fault]:
    """What is wrong with one step of this playbook."""
    faults = [*_written(step), *_timed(step, playbook), *_linked(step, playbook)]
    if step.code == SAFEGUARDING_TASK:
        faults += _safeguarding(step)
    return [Fault(step=step.code, title=step.title, field=field, message=message) for field, message in faults]


def _written(step: Step) -> Iterator[tuple[str, str]]:
    if not _is_code(step.code):
        yield "code", "Use small letters, digits and underscores, and begin with a letter."
    if not step.title.strip():
        yield "title", "Say in a few words what is done."
    if len(step.title) > TITLE_CHARACTERS:
        yield "title", f"Write no more than {TITLE_CHARACTERS} characters."
    if not step.guidance.strip():
        yield "guidance", "Say how it is done."
    if len(step.guidance) > GUIDANCE_CHARACTERS:
        yield "guidance", f"Write no more than {GUIDANCE_CHARACTERS:,} characters."
    if not step.roles:
        yield "roles", "Choose who does it."
    if len(step.evidence) > MOST_EVIDENCE:
        yield "evidence", f"Ask for no more than {MOST_EVIDENCE} things to record."
    if any(not line.strip() or len(line) > EVIDENCE_CHARACTERS for line in step.evidence):
        yield (
            "evidence",
            f"Write each thing to record on a line of its own, of {EVIDENCE_CHARACTERS} characters at most.",
        )
    if step.skill and step.skill not in SKILLS:
        yield "skill", f"There is no skill of the code {step.skill}."


def _timed(step: Step, playbook: Playbook) -> Iterator[tuple[str, str]]:
    if not 0 < step.due_in_hours <= LONGEST_HOURS:
        yield "due_in_hours", f"Enter a whole number of hours from 1 to {LONGEST_HOURS:,}."
    if step.after and step.after not in playbook.codes:
        yield "after", f"There is no step of the code {step.after}, after which its time could run."
    elif step.after and _waits_for_itself(step, playbook):
        yield "after", "Its time would run from a step that itself waits for this one."


def _linked(step: Step, playbook: Playbook) -> Iterator[tuple[str, str]]:
    for code in links_in(step.guidance):
        if code not in playbook.codes:
            yield "guidance", f"It links to a step {code}, which there is not."


def _safeguarding(step: Step) -> Iterator[tuple[str, str]]:
    if step.conditions:
        yield "conditions", "Telling the body that protects the child always applies."
    if not step.is_mandatory:
        yield "is_mandatory", "Telling the body that protects the child must be done."
    if step.after:
        yield "after", "The time for telling the body that protects the child runs from taking the case."
    if step.due_in_hours > SAFEGUARDING_HOURS:
        yield "due_in_hours", f"The body that protects the child is told within {SAFEGUARDING_HOURS} hours at most."


def faults_against(playbook: Playbook, standard: Playbook) -> list[Fault]:
    """What may not be changed of the standard that is adapted: the safeguarding step stays, and stays as early."""
    own, asked = playbook.step(SAFEGUARDING_TASK), standard.step(SAFEGUARDING_TASK)
    if own is None or asked is None:
        return []  # that it is missing is said by `faults_of`
    faults = []
    if own.due_in_hours > asked.due_in_hours:
        message = f"The standard allows {asked.due_in_hours} hours to tell the body that protects the child."
        faults.append(Fault(step=own.code, title=own.title, field="due_in_hours", message=message))
    if playbook.codes.index(own.code) > standard.codes.index(asked.code):
        message = "The standard tells the body that protects the child earlier. Move this step up."
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


def _is_code(text: str) -> bool:
    return len(text) <= CODE_CHARACTERS and _CODE.fullmatch(text) is not None
