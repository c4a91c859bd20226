"""What the engines get of a world: what a hub would get."""

from collections.abc import Iterator

from causeway.clearing import BankSignal, ClearingInput
from causeway.routing import CountryOfIp, Overlay
from causeway.vocabulary.findings import DigestKind
from causeway.worlds import ReceivedReferral, Surrounds, TrafficReferral


def clearing_input(told: ReceivedReferral | TrafficReferral) -> ClearingInput:
    """One referral, without its truth."""
    return ClearingInput(
        referral_id=told.id,
        sender=told.sender,
        received_at=told.arrives_at,
        referral=told.referral,
        digests={media.sha256: media for media in told.media},
    )


def countries_of(around: Surrounds) -> CountryOfIp:
    """The countries of a world's address blocks; addresses outside are of none."""
    return Overlay(dict(around.countries), label="the world's register")


def signals_of(around: Surrounds) -> Iterator[BankSignal]:
    """The bank of a world: every listed picture by its bytes and by its looks."""
    for number, media in enumerate(around.listed):
        yield BankSignal(signal_id=f"s{number}", bank="world", kind=DigestKind.SHA256, value=media.sha256)
        if media.pdq is not None:
            yield BankSignal(signal_id=f"l{number}", bank="world", kind=DigestKind.PDQ, value=media.pdq)
