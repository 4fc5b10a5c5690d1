from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import avatars
from rooms import audit

from ..models import Look
from . import palette
from .colours import is_colour
from .shown import look as remembered


class LookForm(forms.ModelForm):
    """What the site is called and how it looks. Colours that couldn't be read are refused, with one that could."""

    picture = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("It is cut to a square. Without one, Parley's stands for the site."),
    )
    no_picture = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Look
        fields = ["name", "picture", "no_picture", "accent", "accent_dark", "welcome"]

    def clean_picture(self) -> dict[int, bytes] | None:
        file: UploadedFile | None = self.cleaned_data["picture"]
        return avatars.made_of(file) if file else None

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_accent(self) -> str:
        return self._readable("accent", palette.fault_of)

    def clean_accent_dark(self) -> str:
        return self._readable("accent_dark", palette.fault_of_dark)

    def _readable(self, field: str, fault_of: Any) -> str:
        colour = str(self.cleaned_data[field]).strip().lower()
        if not colour:
            return ""
        if not is_colour(colour):
            raise forms.ValidationError(_("Write a colour as #3149ba: a # and six digits from 0 to f."), code="colour")
        if fault := fault_of(colour):
            raise forms.ValidationError(
                _(
                    "This can't be read: its contrast with %(other)s is %(ratio)s to 1, and the least is 4.5 to 1. "
                    "A nearby colour that can be read is %(instead)s."
                ),
                code="contrast",
                params={"other": fault.other, "ratio": f"{fault.ratio:.2f}", "instead": fault.instead},
            )
        return colour


@admin.register(Look)
class LookAdmin(admin.ModelAdmin):
    """The one look of the site."""

    form = LookForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Look.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one there is."""
        found = Look.objects.first()
        if found and self.has_view_or_change_permission(request, found):
            return redirect("admin:site_config_look_change", found.pk)
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: Look, form: Any, change: bool) -> None:
        obj.pk = obj.pk or 1
        before = obj.logo
        if pictures := form.cleaned_data.get("picture"):
            obj.logo = avatars.keep(pictures)
        elif form.cleaned_data.get("no_picture"):
            obj.logo = ""
        obj.save()
        changed = [field for field in ("name", "accent", "accent_dark") if field in form.changed_data]
        earlier = {field: form.initial.get(field, "") for field in changed}
        audit.record("look.change", before=earlier, after={field: getattr(obj, field) for field in changed})
        remembered.changed()
        if before and before != obj.logo:
            transaction.on_commit(lambda: avatars.remove(before))

    def delete_model(self, request: HttpRequest, obj: Look) -> None:
        """Show everything as it comes again."""
        logo = obj.logo
        obj.delete()
        remembered.changed()
        if logo:
            transaction.on_commit(lambda: avatars.remove(logo))
