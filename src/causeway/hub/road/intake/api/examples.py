"""What the API's description shows: bodies that are accepted as they stand, which a test sends."""

from typing import Any

from causeway.hub.road.intake.api.reading import IDEMPOTENCY_HEADER
from causeway.hub.road.intake.commands.repeats import LONGEST_KEY
from causeway.hub.road.intake.import_parsing import LONGEST_REFERENCE

REFERRAL: dict[str, Any] = {
    "concern": "grooming",
    "platform": "Harbour Chat",
    "occurred_at": "2026-07-01T12:00:00Z",
    "occurred_definition": "when the message was sent",
    "sender_reference": "HC-1001",
    "narrative": "An account asked a child to move to another service.",
    "parties": [
        {
            "role": "subject",
            "accounts": [{"service": "Harbour Chat", "identifier": "acct-7", "handle": "bridge_keeper"}],
            "ip_events": [{"address": "192.0.2.7", "kind": "login", "at": "2026-07-01T11:58:00Z", "port": 50123}],
        },
        {"role": "victim", "is_child": True},
    ],
    "attachments": [{"url": "https://example.org/picture", "viewed_by_sender": False}],
    "contact": {"name": "Safety desk", "emails": [{"address": "safety@example.org"}]},
}

SUPPLEMENT: dict[str, Any] = {
    "text": "The account was made on 1 June at noon, UTC.",
    "parties": [{"role": "subject", "emails": [{"address": "robin@example.org", "verified": True}]}],
}


def request_body(schema: str, part: str, example: dict[str, Any], texts: tuple[str, ...] = ()) -> dict[str, Any]:
    """The description of a body that is JSON, or a form with one JSON part, files and short `texts` that may be left
    out; and of the idempotency key.
    """
    reference = {"$ref": f"#/components/schemas/{schema}"}
    form = {
        "type": "object",
        "required": [part],
        "properties": {
            part: reference,
            "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
            **{text: {"type": "string", "maxLength": LONGEST_REFERENCE} for text in texts},
        },
    }
    return {
        "parameters": [
            {
                "name": IDEMPOTENCY_HEADER,
                "in": "header",
                "required": False,
                "description": "Repeat the request under the same key and it is done once.",
                "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": reference, "examples": {"example": {"value": example}}},
                "multipart/form-data": {
                    "schema": form,
                    "encoding": {part: {"contentType": "application/json"}},
                },
            },
        },
    }
