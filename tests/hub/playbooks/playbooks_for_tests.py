"""Small playbooks of bridges and boats, for the tests of what is done with playbooks."""

from dataclasses import replace

from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, Playbook, Step
from causeway.vocabulary.organisations import Role


def step(code: str, hours: int = 24, **changed: object) -> Step:
    """A step that is whole."""
    plain = Step(
        code=code,
        title=code.replace("_", " ").capitalize(),
        guidance=f"Look at the {code}.",
        due_in_hours=hours,
        roles=(Role.INVESTIGATOR,),
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def playbook(*steps: Step, version: str = "1", **changed: object) -> Playbook:
    """A playbook that is whole, with a step that tells the body at the end unless one stands among these."""
    codes = {each.code for each in steps}
    given = steps if SAFEGUARDING_TASK in codes else (*steps, step(SAFEGUARDING_TASK))
    plain = Playbook(code="bridges", version=version, title="Bridges", about="Of bridges.", steps=given)
    return replace(plain, **changed)  # type: ignore[arg-type]
