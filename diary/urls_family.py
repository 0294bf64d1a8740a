"""The diary of families whose children learn in several schools."""

from django.urls import path

from diary import views

urlpatterns = [path("diary/", views.children, name="diary_children")]
