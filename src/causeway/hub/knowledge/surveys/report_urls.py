"""Addresses of survey reports."""

from django.urls import path

from causeway.hub.knowledge.surveys.views import reporting, reports, words

app_name = "survey_reports"
urlpatterns = [
    path("surveys/reports/", reports.report_list, name="list"),
    path("surveys/reports/<uuid:report_id>/", reports.overview, name="report"),
    path("surveys/reports/<uuid:report_id>/part/<int:number>/", reports.part, name="part"),
    path("surveys/reports/<uuid:report_id>/item/<slug:code>/", reports.item_page, name="item"),
    path("surveys/reports/<uuid:report_id>/response/", reports.response_page, name="response"),
    path("surveys/reports/<uuid:report_id>/pdf/", reports.printed, name="pdf"),
    path("surveys/reports/<uuid:report_id>/publish/", reporting.publish, name="publish"),
    path("surveys/reports/<uuid:report_id>/withdraw/", reporting.withdraw, name="withdraw"),
    path("surveys/reports/<uuid:report_id>/delete/", reporting.delete, name="delete"),
    path("surveys/opened/<uuid:wave_id>/report/", reporting.make, name="make"),
    path("surveys/opened/<uuid:wave_id>/data/", reporting.data, name="data"),
    path("surveys/opened/<uuid:wave_id>/cross/", reporting.cross, name="cross"),
    path("surveys/opened/<uuid:wave_id>/words/", words.begin, name="begin_coding"),
    path("surveys/opened/<uuid:wave_id>/interviews/", words.interview_list, name="interviews"),
    path("surveys/opened/<uuid:wave_id>/interviews/<uuid:interview_id>/", words.take_back, name="take_back"),
    path("surveys/words/", words.coding_list, name="words"),
    path("surveys/words/<uuid:coding_id>/", words.coding, name="coding"),
    path("surveys/words/<uuid:coding_id>/finish/", words.finish, name="finish"),
    path("surveys/words/<uuid:coding_id>/<int:place>/", words.passage, name="passage"),
    path("surveys/words/<uuid:coding_id>/<int:place>/quote/", words.quote, name="quote"),
]
