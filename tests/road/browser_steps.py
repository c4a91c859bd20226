"""One person after another at a real browser: each signs in at the front door, and every main page is looked at."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from hub.browser import PATIENCE_MS, serious_faults, too_wide
from hub.conftest import PASSWORD, SmallWorld

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTH, NARROW, HEIGHT = 1280, 320, 900


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes part, one at each organisation of the road."""

    service: Organisation
    force: Organisation
    body: Organisation
    sender: Actor
    analyst: Actor
    investigator: Actor
    lead: Actor
    responder: Actor


def gather(world: SmallWorld) -> Cast:
    """A service, the desk, a force and the children's services where the child lives, with their agreements."""
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-E23000032")
    body = world.organisation(
        OrganisationKind.PARTNER,
        "East Shore Children's Services",
        partner_kind=PartnerKind.CHILDRENS_SERVICES,
        places=("Canterbury",),
    )
    world.agree(service, world.desk, Category.REFERRAL)
    world.agree(world.desk, force, Category.REFERRAL)
    world.agree(force, service, Category.DATA_REQUEST)
    world.agree(force, body, Category.SAFEGUARDING)
    return Cast(
        service=service,
        force=force,
        body=body,
        sender=world.member(service, Role.SENDER, name="Sana Quill"),
        analyst=world.member(world.desk, Role.ANALYST, name="Dara Finch"),
        investigator=world.member(force, Role.INVESTIGATOR, name="Ines Ferry"),
        lead=world.member(body, Role.SAFEGUARDING_LEAD, name="Ama Holm"),
        responder=world.member(service, Role.SERVICE_RESPONDER, name="Rory Vane"),
    )


@dataclass
class Walk:
    """A walk through the hub, and what was wrong with its main pages.

    With CAUSEWAY_SHOTS a picture of each is kept in the folder that it names.
    """

    browser: "Browser"
    address: str
    world: SmallWorld
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    @contextmanager
    def signed_in(self, actor: Actor) -> "Iterator[Page]":
        """A browser of this person's own, in which they signed in by the page for it."""
        context = self.browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        page.on(
            "console",
            lambda message: self.faults.append(f"{page.url}: {message.text}") if message.type == "error" else None,
        )
        page.goto(self.address)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Sign in").wait_for()
        page.get_by_label("Email").fill(self.world.email_of(actor))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="What needs you now").wait_for()
        try:
            yield page
        finally:
            context.close()

    def look(self, page: "Page", name: str) -> None:
        """Note what axe calls serious and what runs out of the page."""
        self.seen += 1
        page.wait_for_load_state()
        if folder := os.environ.get("CAUSEWAY_SHOTS"):
            page.screenshot(path=Path(folder) / f"{self.seen:02}-{name}.png", full_page=True)
        self.faults += [f"{name}: {fault}" for fault in serious_faults(page)]
        for width in (NARROW, WIDTH):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if too_wide(page, width):
                self.faults.append(f"{name}: runs out of the page at {width}")


def open_section(page: "Page", *names: str) -> None:
    """Choose a section of the navigation or of the header, after its group where it stands in one."""
    for name in names:
        page.locator("header, nav").get_by_role("link", name=name, exact=True).click()


def open_tab(page: "Page", name: str) -> None:
    """Choose a tab, and wait until its panel shows."""
    page.get_by_role("tab", name=name).click()
    page.get_by_role("tabpanel", name=name).wait_for()
