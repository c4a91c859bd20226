"""Addresses of playbooks. A published one is named by its version's identifier, or by its code where it ships."""

from django.urls import path

from causeway.hub.knowledge.playbooks.views import adopting, drafts, library, reviewing, steps, words

app_name = "playbooks"
urlpatterns = [
    path("playbooks/", library.library_page, name="library"),
    path("playbooks/new/", drafts.new_page, name="new"),
    path("playbooks/import/", drafts.import_page, name="import"),
    path("playbooks/compare/", library.compare_page, name="compare"),
    path("playbooks/followed/<slug:code>/", library.followed_page, name="followed"),
    path("playbooks/followed/<slug:code>/form/", library.followed_form, name="followed_form"),
    path("playbooks/followed/<slug:code>/offline/", library.followed_offline, name="followed_offline"),
    path("playbooks/followed/<slug:code>/update/", adopting.update_page, name="update"),
    path("playbooks/published/<slug:key>/", library.published_page, name="published"),
    path("playbooks/published/<slug:key>/form/", library.published_form, name="form"),
    path("playbooks/published/<slug:key>/offline/", library.published_offline, name="offline"),
    path("playbooks/published/<slug:key>/toml/", library.toml_file, name="toml"),
    path("playbooks/published/<slug:key>/adopt/", adopting.adopt_page, name="adopt"),
    path("playbooks/published/<slug:key>/adapt/", adopting.adapt_page, name="adapt"),
    path("playbooks/published/<slug:key>/revise/", drafts.revise_page, name="revise"),
    path("playbooks/drafts/<uuid:draft_id>/", drafts.draft_page, name="draft"),
    path("playbooks/drafts/<uuid:draft_id>/about/", drafts.about_page, name="about"),
    path("playbooks/drafts/<uuid:draft_id>/preview/", drafts.preview_page, name="preview"),
    path("playbooks/drafts/<uuid:draft_id>/send/", drafts.send_page, name="send"),
    path("playbooks/drafts/<uuid:draft_id>/discard/", drafts.discard_page, name="discard"),
    path("playbooks/drafts/<uuid:draft_id>/review/", reviewing.review_page, name="review"),
    path("playbooks/drafts/<uuid:draft_id>/words/", words.words_page, name="words"),
    path("playbooks/drafts/<uuid:draft_id>/words/<slug:language>/", words.language_page, name="words_in"),
    path("playbooks/drafts/<uuid:draft_id>/words/<slug:language>/<slug:part>/", words.part_page, name="words_part"),
    path("playbooks/drafts/<uuid:draft_id>/steps/new/", steps.step_page, name="step_new"),
    path("playbooks/drafts/<uuid:draft_id>/steps/<slug:code>/", steps.step_page, name="step"),
    path("playbooks/drafts/<uuid:draft_id>/steps/<slug:code>/move/", steps.move_page, name="move"),
    path("playbooks/drafts/<uuid:draft_id>/steps/<slug:code>/remove/", steps.remove_page, name="remove"),
    path("playbooks/drafts/<uuid:draft_id>/steps/<slug:code>/reason/", steps.reason_page, name="reason"),
]
