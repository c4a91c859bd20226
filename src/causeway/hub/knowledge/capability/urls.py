"""Addresses of assessments of capability."""

from django.urls import path

from causeway.hub.knowledge.capability.views import judging, published, reviewing

app_name = "capability"
urlpatterns = [
    path("capability/", judging.overview_page, name="list"),
    path("capability/new/", judging.new_page, name="new"),
    path("capability/compare/", published.compare_page, name="compare"),
    path("capability/compare/export/", published.compare_export, name="compare_export"),
    path("capability/<uuid:assessment_id>/", judging.draft_page, name="draft"),
    path("capability/<uuid:assessment_id>/judge/<slug:code>/", judging.judge_page, name="judge"),
    path("capability/<uuid:assessment_id>/reviewers/", reviewing.invite_page, name="invite"),
    path("capability/<uuid:assessment_id>/publish/", published.publish_page, name="publish"),
    path("capability/invitations/<uuid:invitation_id>/withdraw/", reviewing.withdraw, name="withdraw"),
    path("capability/reviews/<uuid:invitation_id>/", reviewing.review_page, name="review"),
    path("capability/reviews/<uuid:invitation_id>/<slug:code>/", reviewing.comment_page, name="comment"),
    path("capability/published/<uuid:published_id>/", published.version_page, name="version"),
    path("capability/published/<uuid:published_id>/share/", published.share, name="share"),
    path("capability/published/<uuid:published_id>/export/", published.export, name="export"),
    path("capability/published/<uuid:published_id>/pdf/", published.export_pdf, name="export_pdf"),
]
