"""Addresses of pages further up the road, which this app cannot import and which may not be there."""

from django.urls import NoReverseMatch, reverse


def address_of(name: str, *arguments: object, **query: object) -> str:
    """The address of a page by name, or "" where no app offers it."""
    try:
        address = reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
    parts = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?{parts}" if parts else address
