from django.urls import path

from . import views

app_name = "workbench"

urlpatterns = [
    path("", views.index, name="index"),
    path("me.css", views.me, name="me"),
    path("<slug:slug>/", views.specimen, name="specimen"),
    path("<slug:slug>/<int:number>/", views.frame, name="frame"),
]
