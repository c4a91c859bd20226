"""Addresses of messages."""

from django.urls import path

from causeway.hub.commons.correspondence.views import agreement_documents, begin, groups, listing, meetings, thread

app_name = "correspondence"
urlpatterns = [
    path(
        "organisation/agreements/<uuid:agreement_id>/documents/",
        agreement_documents.documents_page,
        name="agreement_documents",
    ),
    path(
        "organisation/agreements/<uuid:agreement_id>/documents/<uuid:document_id>/",
        agreement_documents.document,
        name="agreement_document",
    ),
    path("messages/", listing.list_page, name="list"),
    path("messages/new/", begin.begin_page, name="begin"),
    path("messages/new/<str:kind>/<uuid:subject_id>/", begin.begin_page, name="begin_about"),
    path("messages/groups/", groups.list_page, name="groups"),
    path("messages/groups/found/", groups.found_page, name="found_group"),
    path("messages/groups/<uuid:group_id>/", groups.group_page, name="group"),
    path("messages/groups/<uuid:group_id>/members/", groups.member_page, name="add_member"),
    path("messages/groups/<uuid:group_id>/members/<uuid:organisation_id>/end/", groups.end_page, name="end_member"),
    path("messages/groups/<uuid:group_id>/close/", groups.close_page, name="close_group"),
    path("messages/groups/<uuid:group_id>/topics/", groups.topic_page, name="begin_topic"),
    path("messages/groups/<uuid:group_id>/meetings/", meetings.call_page, name="call_meeting"),
    path("messages/groups/<uuid:group_id>/meetings/<uuid:meeting_id>/", meetings.meeting_page, name="meeting"),
    path("messages/groups/<uuid:group_id>/actions/<uuid:action_id>/", meetings.done_page, name="finish_action"),
    path("messages/<uuid:thread_id>/", thread.thread_page, name="thread"),
    path("messages/<uuid:thread_id>/add/", begin.add_page, name="add"),
    path("messages/<uuid:thread_id>/tie/", begin.tie_page, name="tie"),
    path("messages/<uuid:thread_id>/download/", thread.download_page, name="download"),
    path("messages/<uuid:thread_id>/close/", thread.close_page, name="close"),
    path("messages/<uuid:thread_id>/reopen/", thread.reopen_page, name="reopen"),
    path("messages/<uuid:thread_id>/leave/", thread.leave_page, name="leave"),
    path("messages/<uuid:thread_id>/documents/<uuid:document_id>/", thread.document, name="document"),
    path("messages/<uuid:thread_id>/<uuid:message_id>/acknowledge/", thread.acknowledge_page, name="acknowledge"),
    path("messages/<uuid:thread_id>/<uuid:message_id>/withdraw/", thread.withdraw_page, name="withdraw"),
]
