"""
In which a template of the office is filled: it prints what it is given, and can do nothing else.

Nothing is called, nothing is assigned, no attribute of Python is reached, and no text is printed
that is not escaped.
"""

from functools import cache

FILTERS = ("default", "join", "length", "first", "last", "upper", "lower", "capitalize", "trim")


@cache
def environment(*, strict):
    """
    The environment; `strict` refuses a field that is not there, which else is left empty.

    Heavy to import, so it is made when the first template is filled.
    """
    from jinja2 import ChainableUndefined, StrictUndefined, nodes
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Named(StrictUndefined):
        """A field that is not there: the error says its name and no more."""

        @property
        def _undefined_message(self):
            return str(self._undefined_name)

    # What would do more than print, by the word that a template says for it.
    forbidden = {
        nodes.Assign: "set",
        nodes.AssignBlock: "set",
        nodes.CallBlock: "call",
        nodes.Extends: "extends",
        nodes.FromImport: "from",
        nodes.Import: "import",
        nodes.Include: "include",
        nodes.Macro: "macro",
        nodes.ScopedEvalContextModifier: "autoescape",
    }

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

        def _parse(self, source, name, filename):
            tree = super()._parse(source, name, filename)
            for node in tree.find_all(tuple(forbidden)):
                raise SecurityError(forbidden[type(node)])
            return tree

        def getattr(self, obj, attribute):
            """A field of that name: of data a name never means a method of Python's."""
            if isinstance(obj, dict):
                missing = self.undefined(obj=obj, name=attribute)
                return obj.get(attribute, missing)
            return super().getattr(obj, attribute)

        def is_safe_attribute(self, obj, attr, value):
            return isinstance(obj, LoopContext) and not attr.startswith("_")

        def call(self, *args, **kwargs):
            raise SecurityError("(…)")

        def call_binop(self, context, operator, left, right):
            """To reckon with small whole numbers; a text times a million is a lot of text."""
            if operator == "**" or not all(type(one) is int for one in (left, right)):
                raise SecurityError(operator)
            return super().call_binop(context, operator, left, right)

    made = Sandbox(autoescape=True, undefined=Named if strict else ChainableUndefined)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made
