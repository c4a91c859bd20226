"""Uploads screened on their way into an application: hostile bodies, lying types, and bytes that arrive unchanged."""

import asyncio
import runpy
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory

from causeway.client import Screening
from causeway.client.screening import for_django
from causeway.client.screening.bodies import MOST_FILES, BodyScreening, ScreenedPart
from causeway.vocabulary.signals import SignalKind
from client.mirror.feeds import DAY, NOW
from client.screening.uploads import digests_of, listed, mirrored

KNOB = b"a text about a door knob"
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "screened_uploads.py"
FORM = "multipart/form-data; boundary=edge"


@pytest.fixture(scope="module")
def screening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screening]:
    folder = tmp_path_factory.mktemp("middleware") / "mirror"
    mirrored(folder, [listed("knob", SignalKind.MD5, digests_of(KNOB).md5)])
    with Screening(folder, stale_after=DAY, examiners=1, largest_bytes=50_000, now=lambda: NOW) as running:
        yield running


def part(content: bytes, disposition: str = 'form-data; name="file"; filename="a.jpg"') -> bytes:
    head = f"--edge\r\nContent-Disposition: {disposition}\r\nContent-Type: image/jpeg\r\n\r\n"
    return head.encode() + content + b"\r\n"


def screened(screening: Screening, body: bytes, content_type: str = FORM, *, step: int = 7) -> tuple[ScreenedPart, ...]:
    following = BodyScreening(screening, content_type=content_type)
    for start in range(0, len(body), step):
        following.feed(body[start : start + step])
    return following.finish()


def told(parts: Sequence[ScreenedPart]) -> list[tuple[str | None, list[str]]]:
    """Of each part its field, and the references of its hits or the codes of its faults."""
    return [
        (
            each.field,
            [hit.reference for hit in each.screened.hits]
            + [fault.detail or fault.code.value for fault in each.screened.faults],
        )
        for each in parts
    ]


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_each_file_of_a_form_is_screened_whatever_its_stated_type(screening: Screening, step: int) -> None:
    field = part(KNOB, 'form-data; name="note"')
    body = part(KNOB) + field + part(b"plain", 'form-data; name="b"; filename=""') + b"--edge--\r\n"
    assert told(screened(screening, body, step=step)) == [("file", ["knob"]), ("b", [])]


def test_a_file_name_in_another_spelling_hides_no_file(screening: Screening) -> None:
    body = part(KNOB, "form-data; name=\"file\"; FileName*=UTF-8''a.jpg") + b"--edge--\r\n"
    assert told(screened(screening, body)) == [("file", ["knob"])]


def test_a_body_that_is_no_form_is_one_file(screening: Screening) -> None:
    for content_type in ("application/octet-stream", "image/jpeg", "", ";;;"):
        assert told(screened(screening, KNOB, content_type)) == [(None, ["knob"])]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (part(KNOB), FORM),
        (part(KNOB)[:20], FORM),
        (b"", FORM),
        (b"no form at all " * 100, FORM),
        (b"--edge\r\n" + b"X" * 10_000, FORM),
        (part(KNOB) + b"--edge--", "multipart/form-data"),
        (b"--edge\r\n" + b"A: b\r\n" * 1000 + b"\r\n", FORM),
    ],
)
def test_a_broken_form_is_a_fault(screening: Screening, body: bytes, content_type: str) -> None:
    assert told(screened(screening, body, content_type))[-1] == (None, ["bad_form"])


def test_a_huge_file_is_a_fault_and_hides_none_after_it(screening: Screening) -> None:
    body = part(bytes(60_000)) + part(KNOB) + b"--edge--\r\n"
    assert told(screened(screening, body, step=4096)) == [("file", ["too_large"]), ("file", ["knob"])]


def test_many_parts_are_counted(screening: Screening) -> None:
    body = part(b"x") * (MOST_FILES + 1) + b"--edge--\r\n"
    found = told(screened(screening, body, step=4096))
    assert (len(found), found[-1]) == (MOST_FILES + 1, (None, ["too_many_files"]))


def test_a_compressed_body_is_a_fault(screening: Screening) -> None:
    packed = BodyScreening(screening, content_type=FORM, content_encoding="gzip")
    packed.feed(KNOB)
    assert told(packed.finish()) == [(None, ["content_encoding"])]


def test_the_example_takes_uploads_and_fills_its_queue(screening: Screening) -> None:
    app = runpy.run_path(str(EXAMPLE))["make_app"](screening)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(KNOB), 5):
            yield KNOB[start : start + 5]

    async def use() -> tuple[list[Any], Any]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://uploads.example") as client:
            answers = [
                await client.post("/uploads", files={"file": ("a.txt", KNOB)}),
                await client.post("/uploads", content=pieces()),
                await client.post("/uploads", files={"file": ("a.txt", b"another text")}),
                await client.post("/elsewhere", content=KNOB),
            ]
            return [answer.json() for answer in answers], (await client.get("/queue")).json()

    answers, queue = asyncio.run(use())
    assert [each["screened"] for each in answers] == [1, 1, 1, 0]
    assert (answers[1]["bytes"], answers[3]["bytes"]) == (len(KNOB), len(KNOB))
    assert [[hit["reference"] for hit in each["hits"]] for each in queue] == [["knob"], ["knob"]]


def django_middleware(screening: Screening, heard: list[Sequence[ScreenedPart]]) -> type[Any]:
    class Uploads(for_django.ScreeningMiddleware):
        paths = ("/uploads/",)

        def on_screened(self, request: HttpRequest, parts: Sequence[ScreenedPart]) -> None:
            assert request.path.startswith(self.paths[0])
            heard.append(parts)

    Uploads.screening = screening
    return Uploads


def through_django(screening: Screening, request: HttpRequest) -> tuple[list[Sequence[ScreenedPart]], bytes | None]:
    """What the callback heard, and the file that the view got."""
    heard: list[Sequence[ScreenedPart]] = []

    def view(given: HttpRequest) -> HttpResponse:
        middleware.process_view(given, view, (), {})
        file = given.FILES.get("file")
        return HttpResponse(file.read() if file else b"none")

    middleware = django_middleware(screening, heard)(view)
    return heard, middleware(request).content


def test_django_hands_on_the_file_and_the_results(screening: Screening) -> None:
    file = SimpleUploadedFile("a.jpg", KNOB, "image/jpeg")
    heard, got = through_django(screening, RequestFactory().post("/uploads/new", {"file": file, "note": "text"}))
    assert got == KNOB
    assert [told(parts) for parts in heard] == [[("file", ["knob"])]]


def test_in_django_a_file_and_its_result_are_found_alike_though_one_field_has_two(screening: Screening) -> None:
    contents = (b"another text", KNOB)
    files = [SimpleUploadedFile("a.jpg", content, "image/jpeg") for content in contents]
    request = RequestFactory().post("/uploads/new", {"file": files})
    _heard, got = through_django(screening, request)
    results: Any = request.screened_files  # type: ignore[attr-defined]
    assert (got, [hit.reference for hit in results["file"].hits]) == (KNOB, ["knob"])
    sizes = [result.digests.size_bytes for result in results.getlist("file")]
    assert sizes == [file.size for file in request.FILES.getlist("file")]


def test_an_empty_file_passes(screening: Screening) -> None:
    file = SimpleUploadedFile("a.jpg", b"", "image/jpeg")
    heard, _got = through_django(screening, RequestFactory().post("/uploads/new", {"file": file}))
    assert [told(parts) for parts in heard] == [[("file", [])]]
    assert told(screened(screening, b"", "image/jpeg")) == [(None, [])]


def test_django_leaves_other_paths_alone(screening: Screening) -> None:
    file = SimpleUploadedFile("a.jpg", KNOB, "image/jpeg")
    assert through_django(screening, RequestFactory().post("/other", {"file": file})) == ([], KNOB)


def test_django_tells_of_a_form_that_broke_off(screening: Screening) -> None:
    request = RequestFactory().generic("POST", "/uploads/new", KNOB, "multipart/form-data; boundary=\xe9")
    heard: list[Sequence[ScreenedPart]] = []
    middleware = django_middleware(screening, heard)(lambda _given: HttpResponse())
    middleware(request)
    with pytest.raises(MultiPartParserError):
        middleware.process_view(request)
    assert [told(parts) for parts in heard] == [[(None, ["bad_form"])]]
