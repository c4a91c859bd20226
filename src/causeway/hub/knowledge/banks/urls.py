"""Addresses of banks, signals and appeals."""

from django.urls import path

from causeway.hub.knowledge.banks.views import (
    acknowledged,
    appeals,
    banks,
    doubts,
    exporting,
    importing,
    renewing,
    signals,
)

app_name = "banks"
urlpatterns = [
    path("banks/", banks.bank_list, name="banks"),
    path("banks/import/", importing.import_page, name="import"),
    path("banks/new/", banks.new_bank_page, name="new"),
    path("banks/appeals/", appeals.appeal_list, name="appeals"),
    path("banks/appeals/<uuid:appeal_id>/", appeals.decide_page, name="appeal"),
    path("banks/doubts/", doubts.doubt_list, name="doubts"),
    path("banks/doubts/<uuid:doubt_id>/", doubts.decide_page, name="doubt"),
    path("appeal/", appeals.appeal_page, name="make_appeal"),
    path("appeal/follow/", appeals.follow_page, name="follow"),
    path("banks/voting/", signals.voting_page, name="voting"),
    path("banks/<uuid:bank_id>/", banks.bank_page, name="bank"),
    path("banks/<uuid:bank_id>/signals.csv", banks.export, name="export"),
    path("banks/<uuid:bank_id>/signals/<str:form>.json", exporting.export_as, name="export_as"),
    path("banks/<uuid:bank_id>/add/", signals.add_page, name="add"),
    path("banks/<uuid:bank_id>/share/", banks.share_page, name="share"),
    path("banks/<uuid:bank_id>/share/<uuid:organisation_id>/end/", banks.end_page, name="end"),
    path("banks/<uuid:bank_id>/renew/", renewing.renew_page, name="renew"),
    path("banks/<uuid:bank_id>/acknowledge/", banks.acknowledge_page, name="acknowledge"),
    path("banks/<uuid:bank_id>/acknowledged/", acknowledged.acknowledged_page, name="acknowledged"),
    path("banks/signals/<uuid:signal_id>/", signals.signal_page, name="signal"),
    path("banks/signals/<uuid:signal_id>/vote/", signals.vote_page, name="vote"),
    path("banks/signals/<uuid:signal_id>/opinion/", signals.opinion_page, name="opinion"),
    path("banks/signals/<uuid:signal_id>/withdraw/", signals.withdraw_page, name="withdraw"),
    path("banks/signals/<uuid:signal_id>/regrade/", signals.regrade_page, name="regrade"),
    path("banks/signals/<uuid:signal_id>/move/", signals.move_page, name="move"),
]
