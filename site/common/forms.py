"""How every form of the site is drawn: `{{ form }}` and `{{ field.as_field_group }}`."""

from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Draws forms with templates/forms/; the widgets stay Django's.

    A form whose fields are all optional by nature (a filter) says `all_optional = True`,
    and its labels stay without "(optional)".
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
