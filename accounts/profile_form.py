from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import avatars, people
from .models import Profile, User


class ProfileForm(forms.ModelForm):
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("It is cut to a square. Without one, your initial stands for you."),
    )
    no_picture = forms.BooleanField(label=_("Take my picture away"), required=False)

    class Meta:
        model = Profile
        fields = ["pronouns", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any, files: Any, *, user: User) -> None:
        mine = Profile.objects.filter(user=user).first() or Profile(user=user)
        super().__init__(data, files, instance=mine)
        self.user = user
        if not user.picture:
            del self.fields["no_picture"]

    def clean_picture(self) -> dict[int, bytes] | None:
        file: UploadedFile | None = self.cleaned_data["picture"]
        return avatars.made_of(file) if file else None

    @transaction.atomic
    def save(self, commit: bool = True) -> Profile:
        profile: Profile = super().save(commit=False)
        if commit:
            profile.save()
            self._save_picture()
        return profile

    def _save_picture(self) -> None:
        old = self.user.picture
        if pictures := self.cleaned_data["picture"]:
            self.user.picture = avatars.keep(pictures)
        elif self.cleaned_data.get("no_picture"):
            self.user.picture = ""
        if old == self.user.picture:
            return
        people.save(self.user, ["picture"])
        if old:
            transaction.on_commit(lambda: avatars.remove(old))
