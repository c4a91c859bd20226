"""Addresses of organisations and members."""

from django.urls import URLPattern, URLResolver, path

from causeway.hub.base.organisations.views import agreements, credentials, invitation, joining, members, overview

urlpatterns: list[URLPattern | URLResolver] = [
    path("join/", joining.join, name="join"),
    path("join/done/", joining.join_done, name="join_done"),
    path("invitation/<uuid:organisation_id>/<str:token>/", invitation.invitation, name="invitation"),
    path("organisation/", overview.overview, name="organisation"),
    path("organisation/settings/", overview.change_settings, name="organisation_settings"),
    path("organisation/members/", members.members_list, name="members"),
    path("organisation/members/invite/", members.invite, name="invite_member"),
    path("organisation/members/<uuid:member_id>/", members.member_view, name="member"),
    path("organisation/members/<uuid:member_id>/access/", members.switch_member, name="switch_member"),
    path("organisation/invitations/<uuid:invitation_id>/resend/", members.resend, name="resend_invitation"),
    path("organisation/invitations/<uuid:invitation_id>/withdraw/", members.withdraw, name="withdraw_invitation"),
    path("organisation/credentials/", credentials.credentials_list, name="credentials"),
    path("organisation/credentials/issue/", credentials.issue, name="issue_credential"),
    path("organisation/credentials/<uuid:credential_id>/revoke/", credentials.revoke, name="revoke_credential"),
    path("organisation/agreements/", agreements.agreements_list, name="agreements"),
    path("organisation/agreements/propose/", agreements.propose, name="propose_agreement"),
    path("organisation/agreements/partners/", agreements.partners, name="agreement_partners"),
    path("organisation/agreements/<uuid:agreement_id>/", agreements.agreement_view, name="agreement"),
    path("organisation/agreements/<uuid:agreement_id>/renew/", agreements.renew, name="renew_agreement"),
    path("organisation/agreements/<uuid:agreement_id>/suspend/", agreements.suspend, name="suspend_agreement"),
    path("organisation/agreements/<uuid:agreement_id>/resume/", agreements.resume, name="resume_agreement"),
    path("organisation/joining/", joining.requests_list, name="joining_requests"),
    path("organisation/joining/<uuid:request_id>/", joining.request_page, name="joining_request"),
    path("organisation/joining/<uuid:request_id>/accept/", joining.admit, name="accept_joining"),
    path("organisation/joining/<uuid:request_id>/refuse/", joining.refuse, name="refuse_joining"),
    path("organisation/joining/<uuid:request_id>/invite/", joining.invite_again, name="invite_first_administrator"),
]
