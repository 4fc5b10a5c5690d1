from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws ``{{ form }}`` from templates/forms/, so that every form of ours and of allauth's looks alike."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
