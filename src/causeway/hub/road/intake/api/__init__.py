"""The JSON API of intake: referrals sent, read, supplemented, questions answered. Rules stand in the commands, not
here.
"""

from causeway.hub.road.intake.api.routes import router

__all__ = ["router"]
