"""A route alone sends nothing: what the rules would send by themselves is counted apart."""

from causeway.cli.clearing_sent import SentTally
from causeway.vocabulary.findings import Route, RouteBasis
from causeway.worlds import TruePlace


def route(country: str | None, *, force: str | None = None, is_doubtful: bool = False) -> Route:
    return Route(
        country=country,
        force=force,
        basis=RouteBasis.ADDRESS,
        about=None,
        reason="It is said.",
        is_doubtful=is_doubtful,
    )


def test_only_what_would_be_sent_is_counted_as_sent() -> None:
    tally = SentTally("GB", ["FR"])
    france = TruePlace(country="FR", force=None)
    tally.add([france], [route("FR")])
    for left in (route("DE"), route("GB"), route(None), route("FR", is_doubtful=True)):
        tally.add([france], [left])
    score = tally.score()
    assert score["sent"] == score["no_central_desk"] == score["no_force_at_home"] == 0.2
    assert score["unknown"] == score["uncertain_country"] == 0.2
    assert score["sent_right"] == 1.0


def test_what_is_sent_to_where_nobody_is_is_counted_as_wrong() -> None:
    tally = SentTally("GB")
    tally.add([TruePlace(country="GB", force="GB-E23000028")], [route("GB", force="GB-E23000032")])
    assert tally.score()["sent_right"] == 0.0
