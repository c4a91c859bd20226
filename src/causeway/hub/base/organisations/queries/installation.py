"""What an installation is; asked at its start, before anybody acts."""

from causeway.hub.base.organisations.models import Organisation


def is_demonstration() -> bool:
    """Whether the people and referrals of this database are invented."""
    return Organisation.objects.filter(is_demonstration=True).exists()
