"""What was seen comes back from its bytes as it was."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from causeway.matching.capture import Capture
from causeway.matching.frames import FrameHash
from causeway.scanning.packing import pack, unpack
from causeway.scanning.seen import Place, Seen
from causeway.vocabulary.findings import MediaDigests

AT = datetime(2026, 11, 26, 10, 0, 0, 123456, tzinfo=UTC)
PICTURE = MediaDigests(
    sha256="ab" * 32, md5="cd" * 16, sha1="ef" * 20, size_bytes=5, media_type="image/png",
    pdq="12" * 32, pdq_quality=0, width_px=4, height_px=3, fault="damaged_picture",
    orientation=6, pdq_other="9a" * 32,
)  # fmt: skip
PLAIN = MediaDigests(sha256="ab" * 32, md5="cd" * 16, sha1="ef" * 20, size_bytes=0, media_type="text/plain")
ZONE = timezone(timedelta(hours=2))
CAMERA = Capture(
    make="Lumo", model="\udcff", serial_number="7", software="1.0", taken_at=AT.astimezone(ZONE),
    latitude=52.1, longitude=-0.5, stated_width_px=4, stated_height_px=3,
)  # fmt: skip


@pytest.mark.parametrize(
    "seen",
    [
        Seen(place=Place(path="a", size_bytes=0), digests=None, fault="unreadable"),
        Seen(
            place=Place(path="a!/\udcff", size_bytes=5, modified_at=AT),
            digests=PICTURE,
            capture=CAMERA,
            turned=("34" * 32,),
            pictures=3,
            further=(FrameHash(frame=2, seconds=0.0, pdq="78" * 32, quality=9),),
        ),
        Seen(
            place=Place(path="a", size_bytes=1 << 40),
            digests=PLAIN,
            capture=Capture(taken_at=AT.replace(tzinfo=None)),
            frames=(FrameHash(frame=3, seconds=0.5, pdq="56" * 32, quality=77),),
        ),
    ],
)
def test_it_comes_back(seen: Seen) -> None:
    assert unpack(seen.place.path, pack(seen)) == seen
