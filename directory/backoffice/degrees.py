"""Where a city is, as people copy it from a map."""

from django import forms


class DegreesField(forms.DecimalField):
    """Degrees with a point or a comma; what is finer than is kept is rounded."""

    # A number input would read "53,8697" as 538697 where numbers are written with a point.
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value):
        number = super().to_python(str(value or "").replace(",", "."))
        # What is no number of degrees at all is refused as it was typed.
        is_sane = number is not None and number.is_finite() and number.adjusted() < 9
        return round(number, self.decimal_places) if is_sane else number
