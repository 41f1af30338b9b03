"""What people type and choose while they import."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.exchange import actions, tables
from office.exchange.resources import importable_by
from office.models import ImportedRow

ENDINGS = ",".join(f".{ending}" for ending in tables.READERS)


class UploadForm(forms.Form):
    resource = forms.ChoiceField(label=gettext_lazy("What is in the file"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
        help_text=gettext_lazy("XLSX, ODS, CSV or, for people, vCard (VCF)."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Name of the sheet"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Only where it is not the first sheet that is filled."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.kinds = dict(importable_by(user))
        self.fields["resource"].choices = [
            (name, capfirst(one.label)) for name, one in self.kinds.items()
        ]

    def clean(self):
        cleaned = super().clean()
        file, kind = cleaned.get("file"), self.kinds.get(cleaned.get("resource"))
        if file and kind and file.name.lower().endswith(".vcf") and not kind.takes_cards:
            raise ValidationError({"file": _("A vCard holds people, nothing else.")})
        return cleaned

    def save(self):
        """The import; None, with the reason at the field, when the file cannot be read."""
        try:
            return actions.upload(**self.cleaned_data, by=self.user)
        except tables.Unreadable as error:
            self.add_error("file", str(error))
            return None


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours: a choice for each, guessed at first."""

    def __init__(self, *args, of, columns, samples, **kwargs):
        super().__init__(*args, **kwargs)
        self.of, self.columns = of, columns
        choices = [("", _("– leave out –"))]
        choices += [
            (one.name, f"{capfirst(one.label)}{' *' if one.required else ''}") for one in columns
        ]
        for place, heading in enumerate(of.header):
            self.fields[str(place)] = forms.ChoiceField(
                label=heading or _("(no heading)"),
                choices=choices,
                required=False,
                initial=of.columns.get(str(place), ""),
            )
        self.samples = samples

    def lines(self):
        """(field, three texts that stand in the column) of each column of the file."""
        return [
            (self[str(place)], [cells[place] for cells in self.samples if cells[place]])
            for place in range(len(self.of.header))
        ]

    def missing(self):
        """The columns that are needed and that nothing in the file was taken for."""
        chosen = self.of.columns.values()
        return [one.label for one in self.columns if one.required and one.name not in chosen]

    def clean(self):
        cleaned = super().clean()
        chosen = [name for name in cleaned.values() if name]
        for one in self.columns:
            if chosen.count(one.name) > 1:
                places = [place for place, name in cleaned.items() if name == one.name]
                self.add_error(places[-1], _("This column is chosen twice."))
            if one.required and one.name not in chosen:
                self.add_error(None, _("Say in which column this stands: %s.") % one.label)
        return cleaned

    def save(self):
        self.of.columns = {place: name for place, name in self.cleaned_data.items() if name}
        self.of.save(update_fields=["columns"])


class RowForm(forms.Form):
    """One row of the file: its texts to be mended, and what is to become of it."""

    def __init__(self, *args, row, columns, texts, candidates=(), **kwargs):
        super().__init__(*args, prefix=f"row{row.pk}", **kwargs)
        self.row, self.texts, self.candidates = row, texts, candidates
        self.told = {message["column"] for message in row.messages}
        for column in columns:
            text = texts.get(column.name, "")
            wide = "\n" in text or len(text) > 60
            self.fields[f"cell_{column.name}"] = forms.CharField(
                label=capfirst(column.label),
                required=False,
                initial=text,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 3}) if wide else forms.TextInput,
            )
            if column.name in self.told:
                attrs = {"aria-invalid": "true", "aria-describedby": f"told{row.pk}"}
                self.fields[f"cell_{column.name}"].widget.attrs |= attrs
        if row.problems and row.fate == row.Fate.ERROR:
            self.fields["as_it_is"] = forms.BooleanField(
                label=_("The row is right as it stands here"), required=False
            )
        if candidates:
            self._ask_for_decision()
        else:
            self.fields["leave_out"] = forms.BooleanField(
                label=_("Leave this row out"),
                required=False,
                initial=row.decision == row.LEAVE_OUT,
            )

    def _ask_for_decision(self):
        choices = [(one.token, one.choice) for one in self.candidates]
        choices.append((ImportedRow.AS_NEW, _("Something else: add it as new")))
        choices.append((ImportedRow.LEAVE_OUT, _("Leave this row out")))
        self.fields["decision"] = forms.ChoiceField(
            label=_("What is to become of row %d?") % self.row.number,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
        )

    @property
    def gist(self):
        """The first texts of the row, to know it by."""
        texts = [cell.initial for cell in self.cells() if cell.initial]
        return " · ".join(text[:40] for text in texts[:4])

    @property
    def changes(self):
        """(label, before, after) of what the row changes."""
        labels = {name.removeprefix("cell_"): one.label for name, one in self.fields.items()}
        return [(labels.get(name, name), *pair) for name, pair in self.row.changes.items()]

    def cells(self):
        return [self[name] for name in self.fields if name.startswith("cell_")]

    def told_cells(self):
        return [self[f"cell_{name}"] for name in self.told if f"cell_{name}" in self.fields]

    def other_cells(self):
        told = {f"cell_{name}" for name in self.told}
        return [cell for cell in self.cells() if cell.name not in told]

    def corrected(self):
        """The texts of the whole row, once one was changed; None where nothing was."""
        cleaned = self.cleaned_data
        texts = {
            name.removeprefix("cell_"): text.replace("\r\n", "\n").strip()
            for name, text in cleaned.items()
            if name.startswith("cell_")
        }
        as_it_is = {"": "yes"} if cleaned.get("as_it_is") else {}
        before = {name: self.texts.get(name, "").strip() for name in texts}
        return texts | as_it_is if texts != before or as_it_is else None

    def decision(self):
        """The decision that was taken here; None where it stays as it was."""
        if "decision" in self.fields:
            return self.cleaned_data["decision"] or None
        wanted = self.cleaned_data["leave_out"]
        if wanted == (self.row.decision == self.row.LEAVE_OUT):
            return None
        return self.row.LEAVE_OUT if wanted else ""
