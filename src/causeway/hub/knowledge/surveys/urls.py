"""Addresses of surveys, for those who ask."""

app_name = "surveys"
urlpatterns: list[object] = []
