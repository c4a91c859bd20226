"""Addresses of awareness work."""

from django.urls import path

from causeway.hub.commons.awareness.views import bulletins, helping, materials, sessions

app_name = "awareness"
urlpatterns = [
    path("awareness/", bulletins.bulletin_list, name="bulletins"),
    path("awareness/bulletins/write/", bulletins.write, name="bulletin_write"),
    path("awareness/bulletins/<uuid:bulletin_id>/", bulletins.bulletin_page, name="bulletin"),
    path("awareness/bulletins/<uuid:bulletin_id>/change/", bulletins.change, name="bulletin_change"),
    path("awareness/bulletins/<uuid:bulletin_id>/publish/", bulletins.publish, name="bulletin_publish"),
    path("awareness/bulletins/<uuid:bulletin_id>/withdraw/", bulletins.withdraw, name="bulletin_withdraw"),
    path("awareness/questions/", bulletins.questions, name="questions"),
    path("awareness/questions/<uuid:question_id>/", bulletins.answer, name="question"),
    path("awareness/material/", materials.material_list, name="materials"),
    path("awareness/material/write/", materials.write, name="material_write"),
    path("awareness/material/<uuid:material_id>/", materials.material_page, name="material"),
    path("awareness/material/<uuid:material_id>/offline/", materials.offline, name="material_offline"),
    path("awareness/material/<uuid:material_id>/change/", materials.change, name="material_change"),
    path("awareness/material/<uuid:material_id>/publish/", materials.publish, name="material_publish"),
    path("awareness/material/<uuid:material_id>/withdraw/", materials.withdraw, name="material_withdraw"),
    path("awareness/sessions/", sessions.session_list, name="sessions"),
    path("awareness/sessions/sessions.csv", sessions.export, name="sessions_csv"),
    path("awareness/sessions/plan/", sessions.plan, name="session_plan"),
    path("awareness/sessions/<uuid:session_id>/", sessions.session_page, name="session"),
    path("awareness/sessions/<uuid:session_id>/change/", sessions.change, name="session_change"),
    path("awareness/sessions/<uuid:session_id>/held/", sessions.held, name="session_held"),
    path("awareness/sessions/<uuid:session_id>/cancel/", sessions.cancel, name="session_cancel"),
    path("awareness/help/", helping.help_list, name="help"),
    path("awareness/help/ask/", helping.ask, name="help_ask"),
    path("awareness/help/<uuid:request_id>/", helping.help_page, name="help_request"),
    path("awareness/help/<uuid:request_id>/close/", helping.close, name="help_close"),
]
