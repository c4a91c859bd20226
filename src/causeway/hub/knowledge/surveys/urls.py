"""Addresses of surveys, for those who ask."""

from django.urls import path

from causeway.hub.knowledge.surveys.views import instruments, questions, running, wave_key, waves

app_name = "surveys"
urlpatterns = [
    path("surveys/", waves.wave_list, name="waves"),
    path("surveys/waves/new/", waves.new_wave, name="wave_new"),
    path("surveys/waves/<uuid:wave_id>/", waves.wave_page, name="wave"),
    path("surveys/waves/<uuid:wave_id>/dates/", waves.dates_page, name="dates"),
    path("surveys/waves/<uuid:wave_id>/frame/", waves.frame_page, name="frame"),
    path("surveys/waves/<uuid:wave_id>/people/", waves.people_page, name="people"),
    path("surveys/waves/<uuid:wave_id>/people/nobody/", waves.nobody, name="nobody"),
    path("surveys/waves/<uuid:wave_id>/key/", wave_key.key_page, name="key"),
    path("surveys/waves/<uuid:wave_id>/start/", wave_key.start_page, name="start"),
    path("surveys/waves/<uuid:wave_id>/remind/", running.remind_now, name="remind"),
    path("surveys/waves/<uuid:wave_id>/close/", running.close_page, name="close"),
    path("surveys/waves/<uuid:wave_id>/settle/", running.settle_now, name="settle"),
    path("surveys/waves/<uuid:wave_id>/open/", running.open_page, name="open"),
    path("surveys/waves/<uuid:wave_id>/delete/", running.delete_page, name="delete"),
    path("surveys/instruments/", instruments.instrument_list, name="instruments"),
    path("surveys/instruments/begin/", instruments.begin, name="begin"),
    path("surveys/instruments/<uuid:draft_id>/", instruments.instrument_page, name="instrument"),
    path("surveys/instruments/<uuid:draft_id>/head/", instruments.head_page, name="head"),
    path("surveys/instruments/<uuid:draft_id>/check/", instruments.check_page, name="check"),
    path("surveys/instruments/<uuid:draft_id>/preview/", instruments.preview_page, name="preview"),
    path("surveys/instruments/<uuid:draft_id>/offline/", instruments.offline, name="offline"),
    path("surveys/instruments/<uuid:draft_id>/publish/", instruments.publish, name="publish"),
    path("surveys/instruments/<uuid:draft_id>/delete/", instruments.remove, name="instrument_delete"),
    path("surveys/instruments/<uuid:draft_id>/arrange/", instruments.arrange, name="arrange"),
    path("surveys/instruments/<uuid:draft_id>/file/<slug:kind>/", instruments.export, name="export"),
    path("surveys/instruments/<uuid:draft_id>/new-section/", instruments.section_page, name="section_new"),
    path("surveys/instruments/<uuid:draft_id>/sections/<slug:code>/", instruments.section_page, name="section"),
    path(
        "surveys/instruments/<uuid:draft_id>/sections/<slug:section>/new/", questions.new_question, name="question_new"
    ),
    path("surveys/instruments/<uuid:draft_id>/questions/<slug:code>/", questions.question_page, name="question"),
]
