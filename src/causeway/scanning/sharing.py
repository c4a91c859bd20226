"""What a path suggests: the folders and names that programs use which send, receive or share files.

A hint with its reason, never a proof: anybody can make a folder of that name, and a program's folder also holds what
its owner put there. The names are those that the programs give by default.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from causeway.scanning.seen import INSIDE


@dataclass(frozen=True, slots=True)
class Hint:
    """`where` finds the hint in a path in small letters that begins with `/`; `reason` says it to a person."""

    program: str
    where: re.Pattern[str]
    reason: str


def _hint(program: str, where: str, reason: str) -> Hint:
    return Hint(program, re.compile(where), reason)


_RECEIVED: Final = "it lies where {} keeps what it received"
_DOWNLOADS: Final = "it lies where {} keeps what it downloads and shares"
_CLOUD: Final = "it lies in a folder that {} copies to a cloud service"
_NAMED: Final = "it is named as {} names what is saved"

HINTS: Final = (
    _hint("WhatsApp", r"/whatsapp(?: business)?/media/[^/]+/sent/", "it lies where WhatsApp keeps what its user sent"),
    _hint("WhatsApp", r"/whatsapp(?: business)?/media/", "it lies where WhatsApp keeps what its user received"),
    _hint("WhatsApp", r"/(?:img|vid)-\d{8}-wa\d{4}[^/]*$", "it is named as WhatsApp names what it sends and receives"),
    _hint("WhatsApp", r"/whatsapp (?:image|video) \d{4}-\d{2}-\d{2} [^/]*$", _NAMED.format("WhatsApp")),
    _hint("Telegram", r"/telegram(?: desktop| images| video| documents)?/", _RECEIVED.format("Telegram")),
    _hint("Signal", r"/signal-\d{4}-\d{2}-\d{2}-[^/]*$", _NAMED.format("Signal")),
    _hint("Viber", r"/viber(?:downloads)?/", _RECEIVED.format("Viber")),
    _hint("Skype", r"/my skype received files/", _RECEIVED.format("Skype")),
    _hint("WeChat", r"/wechat files/|/tencent/micromsg/", "it lies where WeChat keeps what passed through it"),
    _hint("LINE", r"/line received files/", _RECEIVED.format("LINE")),
    _hint("Kik", r"/kik/", "it lies where Kik keeps what passed through it"),
    _hint("Snapchat", r"/snapchat-\d+\.[^/]*$", _NAMED.format("Snapchat")),
    _hint("Facebook", r"/(?:fb_img|received)_\d{9,}[^/]*$", "it is named as Facebook and Messenger name what is saved"),
    _hint("Bluetooth", r"/bluetooth(?: exchange folder)?/", "it lies where files come that are sent by Bluetooth"),
    _hint("Quick Share", r"/(?:quick|nearby) share/", "it lies where files come that are sent from a device nearby"),
    _hint("eMule", r"/emule/(?:incoming|temp)/", _DOWNLOADS.format("eMule")),
    _hint("LimeWire", r"/(?:limewire|frostwire)/", _DOWNLOADS.format("LimeWire")),
    _hint("Shareaza", r"/shareaza(?: downloads)?/", _DOWNLOADS.format("Shareaza")),
    _hint("Ares", r"/my shared folder/", "it lies in the folder that Ares and Kazaa share"),
    _hint("Soulseek", r"/soulseek (?:downloads|shared folder)/", _DOWNLOADS.format("Soulseek")),
    _hint("GigaTribe", r"/gigatribe(?: downloads)?/", "it lies where GigaTribe keeps what it downloads"),
    _hint("BitTorrent", r"\.(?:!ut|!qb|bc!)$", "its ending is that of a download by BitTorrent not yet done"),
    _hint("BitTorrent", r"/(?:utorrent|bittorrent|qbittorrent|transmission)/", "it lies in BitTorrent's folder"),
    _hint("Freenet", r"/(?:freenet|hyphanet)/downloads/", "it lies where Freenet keeps what it downloads"),
    _hint("OneDrive", r"/onedrive(?: - [^/]*)?/", _CLOUD.format("OneDrive")),
    _hint("Dropbox", r"/dropbox/", _CLOUD.format("Dropbox")),
    _hint("Google Drive", r"/(?:google drive|my drive|drivefs)/", _CLOUD.format("Google Drive")),
    _hint("iCloud", r"/(?:icloud ?drive|com~apple~clouddocs)/", _CLOUD.format("iCloud")),
    _hint("MEGA", r"/mega(?:sync)?(?: downloads)?/", "it lies in a folder that MEGA copies to or from a cloud service"),
    _hint("pCloud", r"/pcloud ?(?:drive|sync)/", _CLOUD.format("pCloud")),
    _hint("Nextcloud", r"/(?:nextcloud|owncloud)/", "it lies in a folder that Nextcloud copies to a server"),
    _hint("e-mail", rf"\.(?:emlx?|mbox|msg){re.escape(INSIDE)}", "it was attached to an e-mail"),
    _hint("BitTorrent", r"(?!)", "beside it lies a torrent file of its name"),
)  # fmt: skip
"""In this order: the first that fits counts. The last is found by what lies beside the file."""

NO_HINT: Final = -1
_BESIDE_A_TORRENT: Final = len(HINTS) - 1
TORRENT: Final = ".torrent"


def hint_of(path: str) -> int:
    """The number of the first hint in a path, `NO_HINT` where there is none."""
    lowered = f"/{path.casefold()}"
    return next((number for number, hint in enumerate(HINTS) if hint.where.search(lowered)), NO_HINT)


def brought_by(path: str) -> str:
    """The path of what a torrent file brings, in small letters: its own without the ending, as it is named like the
    file or folder that comes with it. Empty for a file that is none, or has no name before the ending.
    """
    lowered = path.casefold()
    name = lowered.rpartition("/")[2]
    return lowered.removesuffix(TORRENT) if name.endswith(TORRENT) and name != TORRENT else ""


_MOST_ABOVE: Final = 1_000
"""Folders above a file; a member of an archive can state any number, and each is compared by its whole path."""


def torrent_hint_of(path: str, torrents: Set[str]) -> int:
    """The hint that a torrent file gives: `torrents` are what torrent files bring."""
    lowered = path.casefold()
    folder, _, name = lowered.rpartition("/")
    if folder.count("/") > _MOST_ABOVE:
        return NO_HINT
    named = [lowered, f"{folder}/{name.rpartition('.')[0]}".lstrip("/"), *accumulate(folder.split("/"), _below)]
    return _BESIDE_A_TORRENT if not lowered.endswith(TORRENT) and not torrents.isdisjoint(named) else NO_HINT


def _below(folder: str, name: str) -> str:
    return f"{folder}/{name}"
