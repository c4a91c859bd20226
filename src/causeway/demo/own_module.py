"""A service's own module: what its records hold, and how to ask for them. The service is invented, and so are they."""

from causeway.hub.knowledge.training.content import Module, Question, QuestionKind, Section, TestRules
from causeway.hub.knowledge.training.skills import Skill

OWN_MODULE = Module(
    title="Harbourline's records: what to ask for",
    about="Which records Harbourline keeps of an account, for how long, and what makes a request easy to answer.",
    skill=Skill.SERVICE_REQUESTS,
    minutes=10,
    valid_months=12,
    rules=TestRules(size=4, pass_percent=75),
    sections=(
        Section(
            code="records",
            title="What we keep, and for how long",
            text=(
                "- **Of an account**: when it was made, its e-mail address, and its telephone number if it gave one.\n"
                "- **Of each sign-in**: the address, the source port and the time in UTC. We keep them for 90 days.\n"
                "- **Of each upload**: the same, for as long as the file is kept.\n\n"
                "We do not know who sits at the device. An address at an upload says more than one at a sign-in."
            ),
        ),
        Section(
            code="asking",
            title="How to ask",
            text=(
                "1. Ask us to preserve first. It takes a minute, and nothing is lost while you prepare the rest.\n"
                "2. Name the account by its identifier, not by the name that it shows, which can change.\n"
                "3. Say whether the account's holder must not be told, and until which day.\n"
                "4. Ask for a span of time, and no more than you need."
            ),
            questions=(
                Question(
                    code="name",
                    kind=QuestionKind.SINGLE,
                    text="Why is the name that an account shows not enough?",
                    options=("It can change.", "It is a secret.", "It is always in capitals."),
                    correct=(0,),
                    feedback="The identifier stays the same for as long as the account exists.",
                ),
            ),
        ),
    ),
    items=(
        Question(
            code="days",
            kind=QuestionKind.NUMBER,
            text="For how many days does Harbourline keep the address of a sign-in?",
            number=90,
            feedback="After that nobody can give it to you, so ask to preserve early.",
        ),
        Question(
            code="first",
            kind=QuestionKind.SINGLE,
            text="What do you ask for first?",
            options=("To preserve", "A statement for the court", "The name of the subscriber"),
            correct=(0,),
            feedback="While you prepare the rest, nothing is lost.",
        ),
        Question(
            code="with",
            kind=QuestionKind.MULTIPLE,
            text="What comes with the address of an upload?",
            options=("The source port", "The time in UTC", "Who sat at the device"),
            correct=(0, 1),
            feedback="Who used the device is for you to find out.",
        ),
        Question(
            code="order",
            kind=QuestionKind.ORDER,
            text="In which order do you go about it?",
            options=("Ask to preserve", "Ask for the records", "Ask the provider whose address it was"),
            feedback="Each step needs what the one before it gave.",
        ),
    ),
)
