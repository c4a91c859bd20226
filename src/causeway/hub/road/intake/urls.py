"""Addresses of the doors that people use. They hold identifiers only, nothing of a case."""

from django.urls import path

from causeway.hub.road.intake.views import drafts, files, public, sending, sent, steps

_DRAFT = "refer/<uuid:draft_id>/"

urlpatterns = [
    path("refer/", drafts.draft_list, name="intake_drafts"),
    path("refer/start/", drafts.start, name="intake_start"),
    path(_DRAFT, drafts.task_list, name="intake_draft"),
    path(f"{_DRAFT}delete/", drafts.delete, name="intake_delete"),
    path(f"{_DRAFT}step/<slug:step>/", steps.step_page, name="intake_step"),
    path(f"{_DRAFT}where/", steps.where_page, name="intake_where"),
    path(f"{_DRAFT}people/", steps.people, name="intake_people"),
    path(f"{_DRAFT}people/new/", steps.party_page, name="intake_new_party"),
    path(f"{_DRAFT}people/<int:number>/", steps.party_page, name="intake_party"),
    path(f"{_DRAFT}people/<int:number>/remove/", steps.remove_party, name="intake_remove_party"),
    path(f"{_DRAFT}files/", files.files_page, name="intake_files"),
    path(f"{_DRAFT}files/add/", files.add_files, name="intake_add_files"),
    path(f"{_DRAFT}files/address/", files.add_address, name="intake_add_address"),
    path(f"{_DRAFT}files/<uuid:file_id>/", files.change_file, name="intake_file"),
    path(f"{_DRAFT}files/<uuid:file_id>/remove/", files.remove_file, name="intake_remove_file"),
    path(f"{_DRAFT}check/", sending.check, name="intake_check"),
    path(f"{_DRAFT}sent/", sending.sent, name="intake_sent"),
    path("sent/", sent.sent_list, name="sent_referrals"),
    path("sent/<uuid:referral_id>/", sent.sent_page, name="sent_referral"),
    path("sent/<uuid:referral_id>/add/", sent.add_more, name="sent_add"),
    path("sent/<uuid:referral_id>/questions/<uuid:question_id>/", sent.answer, name="sent_answer"),
    path("tell/", public.begin, name="public_tell"),
    path("tell/child/", public.child, name="public_tell_child"),
    path("tell/<slug:who>/", public.other, name="public_tell_other"),
    path("tell/add/more/", public.more, name="public_more"),
]
