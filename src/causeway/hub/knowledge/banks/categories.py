"""Categories as people and programs give them: those of the bank's scheme, where it lists its own."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.interchange.hashlists import CATEGORIES_OF, CategoryScheme


def categories_of(scheme: str) -> tuple[str, ...]:
    """The categories of a bank's scheme; none where it may be any word."""
    return CATEGORIES_OF[CategoryScheme(scheme)] if scheme in CATEGORIES_OF else ()


def refuse_other_category(scheme: str, category: str, *, field: str = "category") -> None:
    """Raises:
    Invalid: the category is none of the scheme.
    """
    if category and (known := categories_of(scheme)) and category not in known:
        raise Invalid(
            _("Choose a category of the bank’s scheme: %(categories)s.") % {"categories": ", ".join(known)},
            field=field,
        )
