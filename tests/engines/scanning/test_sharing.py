"""What paths suggest: one example for every line of the table, and names that only look like one."""

import pytest

from causeway.scanning.sharing import HINTS, NO_HINT, brought_by, hint_of, torrent_hint_of

EXAMPLES = (
    "Android/WhatsApp/Media/WhatsApp Images/Sent/IMG.jpg",
    "Android/WhatsApp Business/Media/WhatsApp Video/VID.mp4",
    "DCIM/IMG-20250601-WA0012.jpg",
    "Pictures/WhatsApp Image 2025-06-01 at 12.00.00.jpeg",
    "Downloads/Telegram Desktop/photo.jpg",
    "signal-2025-06-01-120000.jpg",
    "Documents/ViberDownloads/1.jpg",
    "Documents/My Skype Received Files/1.jpg",
    "Documents/WeChat Files/wx/Image/1.jpg",
    "Documents/LINE Received Files/1.jpg",
    "sdcard/Kik/1.jpg",
    "Snapchat-1234567.jpg",
    "DCIM/Facebook/FB_IMG_1717236000000.jpg",
    "sdcard/bluetooth/1.jpg",
    "Downloads/Quick Share/1.jpg",
    "eMule/Incoming/1.jpg",
    "LimeWire/Saved/1.jpg",
    "Shareaza Downloads/1.jpg",
    "Desktop/My Shared Folder/1.jpg",
    "Soulseek Downloads/complete/1.jpg",
    "GigaTribe Downloads/1.jpg",
    "Downloads/1.jpg.!ut",
    "qBittorrent/1.jpg",
    "Freenet/downloads/1.jpg",
    "OneDrive - Example/1.jpg",
    "Dropbox/1.jpg",
    "Google Drive/1.jpg",
    "Library/Mobile Documents/com~apple~CloudDocs/1.jpg",
    "MEGAsync Downloads/1.jpg",
    "pCloud Drive/1.jpg",
    "Nextcloud/1.jpg",
    "mails/one.eml!/knob.jpg",
)


def test_every_line_of_the_table_has_its_example() -> None:
    assert [hint_of(path) for path in EXAMPLES] == list(range(len(HINTS) - 1))


@pytest.mark.parametrize(
    "path",
    ["DCIM/IMG_0001.jpg", "about WhatsApp/1.jpg", "notes on OneDrive.jpg", "signal-box.jpg", "WhatsApp.jpg", ""],
)
def test_a_name_that_only_looks_like_one_suggests_nothing(path: str) -> None:
    assert hint_of(path) == NO_HINT


@pytest.mark.parametrize(
    ("path", "is_brought"),
    [
        ("t/Views.jpg", True),
        ("t/Views/1.jpg", True),
        ("t/views/deep/1.jpg", True),
        ("t/Views", True),
        ("t/Views.torrent", False),
        ("t/Views of a bridge.jpg", False),
        ("Views/1.jpg", False),
        ("t.jpg", False),
    ],
)
def test_a_torrent_file_brought_what_has_its_name_beside_it(path: str, is_brought: bool) -> None:
    assert (torrent_hint_of(path, {"t/views"}) != NO_HINT) == is_brought


@pytest.mark.parametrize(
    ("path", "brought"),
    [
        ("T/Views.TORRENT", "t/views"),
        ("views.torrent", "views"),
        (".torrent", ""),
        ("t/.torrent", ""),
        ("a.zip!/.torrent", ""),
        ("t/views.jpg", ""),
    ],
)
def test_a_torrent_file_without_a_name_brings_nothing(path: str, brought: str) -> None:
    assert brought_by(path) == brought
