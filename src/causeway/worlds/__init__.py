"""Generated worlds with known truth, and the scores of what the engines make of them.

A world is pure: from a seed, and the caller's list of police forces, come organisations, referrals with their files,
and the truth of each. It has its own places and names and shares no table with the engines, so that what is measured
on it is measured, not repeated.
"""

from causeway.worlds.addresses import ADDRESS_OVERLAY, OverlayRange
from causeway.worlds.errors import WorldError
from causeway.worlds.organisations import PUBLIC_SENDER, WorldMember, WorldOrganisation, demo_organisations
from causeway.worlds.pictures import Edit, Subject, draw, edit
from causeway.worlds.places import ForceEntry
from causeway.worlds.populations import Population, population, steep_population
from causeway.worlds.referrals import generate
from causeway.worlds.scores import (
    RouteScore,
    Score,
    UrgentScore,
    score_duplicates,
    score_links,
    score_listed,
    score_media,
    score_routes,
    score_urgent,
)
from causeway.worlds.traffic import Surrounds, TrafficReferral, TrafficTruth, surrounds, traffic
from causeway.worlds.traffic_files import ReceivedReferral, read_referrals, read_surrounds, read_world, write_world
from causeway.worlds.traffic_rates import Rates
from causeway.worlds.traffic_scores import Grouping, RouteTally, Routing, ndcg, score_grouping
from causeway.worlds.truth import ListedPicture, TruePlace, Truth, World, WorldReferral

__all__ = [
    "ADDRESS_OVERLAY",
    "PUBLIC_SENDER",
    "Edit",
    "ForceEntry",
    "Grouping",
    "ListedPicture",
    "OverlayRange",
    "Population",
    "Rates",
    "ReceivedReferral",
    "RouteScore",
    "RouteTally",
    "Routing",
    "Score",
    "Subject",
    "Surrounds",
    "TrafficReferral",
    "TrafficTruth",
    "TruePlace",
    "Truth",
    "UrgentScore",
    "World",
    "WorldError",
    "WorldMember",
    "WorldOrganisation",
    "WorldReferral",
    "demo_organisations",
    "draw",
    "edit",
    "generate",
    "ndcg",
    "population",
    "read_referrals",
    "read_surrounds",
    "read_world",
    "score_duplicates",
    "score_grouping",
    "score_links",
    "score_listed",
    "score_media",
    "score_routes",
    "score_urgent",
    "steep_population",
    "surrounds",
    "traffic",
    "write_world",
]
