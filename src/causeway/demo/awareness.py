"""Awareness work of the demonstration: the charity publishes what comes with the program, a force holds a session at a
school, the desk issues a bulletin, and the school asks for help.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from causeway.demo.setting_up import Cast
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.commons.awareness.commands.ask_for_help import NewHelpRequest, ask_for_help
from causeway.hub.commons.awareness.commands.hold_session import (
    HeldCounts,
    PlannedSession,
    plan_session,
    report_session,
)
from causeway.hub.commons.awareness.commands.issue_bulletin import NewBulletin, publish_bulletin, write_bulletin
from causeway.hub.commons.awareness.commands.keep_material import publish_material, write_material
from causeway.hub.commons.awareness.library import library
from causeway.hub.commons.awareness.words import Audience, HelpKind, Readers
from causeway.vocabulary.organisations import Role

_SCHOOL, _CHARITY = "saltmarsh-school", "mooringlight"
_BULLETIN = NewBulletin(
    title="Strangers in games: what schools can do this term",
    readers=Readers.SCHOOLS,
    language="en",
    summary="Three things that help where strangers write in games, and the lesson that goes with them.",
    body=(
        "A first contact may begin in a game and move to a private chat.\n\n"
        "Ask pupils where they play, and with whom. Teach “Stop, keep, tell”, which is in the library. Make sure that "
        "every pupil can name one person at school whom they would tell.\n\n"
        "If a pupil tells you something, follow “When a pupil tells you something” and send a referral the same day."
    ),
)


def do_awareness_work(cast: Cast, desk: Organisation) -> int:
    """Let them; gives how many materials were published."""
    trainer, count = cast.person(_CHARITY, Role.TRAINER).actor, 0
    for texts in library().values():
        english = write_material(trainer, texts["en"])
        publish_material(trainer, english)
        for language in ("nl", "it"):
            publish_material(trainer, write_material(trainer, replace(texts[language], translation_of=english)))
        count += len(texts)
    _session(cast)
    analyst = cast.person_of(desk, Role.ANALYST).actor
    publish_bulletin(analyst, write_bulletin(analyst, _BULLETIN))
    return count


def _session(cast: Cast) -> None:
    force, school = cast.staffed_forces()[0], cast.organisations[_SCHOOL]
    officer, today = cast.person_of(force, Role.SUPERVISOR).actor, timezone.now().date()
    planned = PlannedSession(
        title="Five people I can tell",
        held_on=today - timedelta(days=20),
        audience=Audience.PUPILS,
        language="en",
        school=school.id,
        age_from=9,
        age_to=10,
    )
    held = plan_session(officer, planned)
    report_session(officer, held, HeldCounts(attended=54, asked=52, knew_before=21, knew_after=49))
    plan_session(officer, replace(planned, title="Stop, keep, tell", held_on=today + timedelta(days=12), age_to=14))
    asked = NewHelpRequest(
        helper=force.id,
        kind=HelpKind.SESSION,
        title="An evening for parents",
        text="About forty parents of pupils in year six, after the holidays.",
        contact="Safeguarding office",
        contact_email=school.mailbox,
    )
    ask_for_help(cast.person(_SCHOOL, Role.SAFEGUARDING_LEAD).actor, asked)
