"""A file to keep comes under its name."""

from causeway.hub.base.theme.downloads import download, streamed_download


def test_a_download_bears_its_name_and_its_type() -> None:
    response = download("head.txt", "a line", "text/plain; charset=utf-8")
    assert response["Content-Disposition"] == 'attachment; filename="head.txt"'
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == b"a line"


def test_a_name_may_hold_what_a_header_may_not() -> None:
    header = download('a "team" of Zoë.csv', b"", "text/csv")["Content-Disposition"]
    assert header == "attachment; filename*=utf-8''a%20%22team%22%20of%20Zo%C3%AB.csv"


def test_pieces_are_read_as_they_are_sent_and_have_no_type_that_a_browser_shows() -> None:
    pieces = iter([b"a", b"b", b"c"])
    response = streamed_download("a.bin", pieces)
    assert next(pieces) == b"a"
    assert b"".join(response) == b"bc"
    assert response["Content-Type"] == "application/octet-stream"
