"""What a box in which one types offers to choose from."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class Choices(AutocompleteJsonView):
    """Each record in the words of its admin class, which tell those of one name apart."""

    def get_queryset(self):
        """With what the names are made of, which the list of such records brings along too."""
        related = self.model_admin.get_list_select_related(self.request)
        rows = super().get_queryset()
        return rows.select_related(*related) if isinstance(related, list) else rows

    def serialize_result(self, obj, to_field_name):
        said = super().serialize_result(obj, to_field_name)
        return said | {"text": self.model_admin.choice_label(obj)}
