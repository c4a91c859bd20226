"""Where somebody or something is, as far as a sender can say."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address. `country` is ISO 3166-1 alpha-2 in capitals."""

    __pydantic_config__ = {"extra": "forbid"}

    street: str | None = None
    city: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimatedLocation:
    """Where the sender believes a person to be, less sure than an address. `country` as in `Address`; `at` is when."""

    __pydantic_config__ = {"extra": "forbid"}

    city: str | None = None
    region: str | None = None
    country: str | None = None
    verified: bool | None = None
    at: datetime | None = None
