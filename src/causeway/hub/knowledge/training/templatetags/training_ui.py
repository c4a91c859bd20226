"""What the pages of training draw: texts of modules, pictures, and how somebody stands. `{% load training_ui %}`."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from causeway.hub.base.theme.markup import render_markup
from causeway.hub.knowledge.playbooks import skill_name
from causeway.hub.knowledge.training.commands.publish_module import as_picture_id
from causeway.hub.knowledge.training.content import Picture
from causeway.hub.knowledge.training.validity import Holding
from causeway.hub.knowledge.training.words import HOLDING_COLOURS, HOLDING_NAMES

register = template.Library()
register.filter(skill_name)


@register.filter
def markup(text: str) -> SafeString:
    """The text of a module, as HTML of our own making."""
    return render_markup(text)


@register.filter
def picture_address(picture: Picture) -> str:
    """Where a picture of a module lies."""
    picture_id = as_picture_id(picture.source)
    return reverse("training:picture", args=[picture_id]) if picture_id else static(picture.source)


@register.inclusion_tag("training/parts/holding.html")
def holding_tag(holding: Holding) -> dict[str, object]:
    """How somebody stands, as a tag."""
    return {"name": HOLDING_NAMES[holding], "colour": HOLDING_COLOURS[holding]}
