"""The mail addresses of an organisation's own active members."""

from causeway.hub.base.organisations.models import Member


def member_addresses() -> list[str]:
    """Everybody's, of the acting organisation. Runs inside the caller's transaction."""
    found = Member.objects.filter(is_active=True).order_by("name", "id")
    return list(dict.fromkeys(found.values_list("email", flat=True)))
