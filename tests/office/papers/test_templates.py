"""The back-office of the Word templates: what is refused, what is told, what can be tried."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from office.backoffice.papers import TemplateFormField
from office.models import PaperTemplate
from office.papers.judging import judge
from tests import factories, forms
from tests.files import odf, ooxml, pdf, upload
from tests.office.papers import word

pytestmark = pytest.mark.django_db

ADD = "/admin/office/papertemplate/add/"
GOOD = ["{{ title }}", "{%p for section in sections %}", "{{ section.heading }}", "{%p endfor %}"]


def added(client, content, **values):
    values = {"kind": "report", "new_file": upload(content, "Relazione 2025.docx"), **values}
    return forms.send(client, ADD, **values)


def refusal(content):
    """What the field of the form and the kind of paper say against the file."""
    try:
        judge(TemplateFormField().to_python(upload(content, "x.docx")), "report")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def errors_of(response):
    assert response.status_code == 200
    assert not PaperTemplate.objects.exists()
    return response.context["adminform"].form.errors


def test_a_clerk_adds_a_template_and_tries_it(clerk):
    response = added(clerk, word.template(*GOOD), language="it", note="Carta nuova")

    assert response.status_code == 302, errors_of(response)
    template = PaperTemplate.objects.get()
    assert (template.kind, template.language, template.name, template.is_active) == (
        "report",
        "it",
        "Relazione 2025.docx",
        True,
    )
    tried = clerk.get(reverse("admin:office_papertemplate_try", args=[template.pk]))
    assert tried["Content-Disposition"] == 'attachment; filename="relazione-2025.docx"'
    assert "no-store" in tried["Cache-Control"]
    assert "京都" in word.text_of(b"".join(tried))
    kept = clerk.get(reverse("admin:office_papertemplate_file", args=[template.pk]))
    assert "{{ title }}" in word.text_of(b"".join(kept))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{{ titel }}"], "There is no field “titel” in this paper"),
        (["{% if made_up %}{{ titel }}{% endif %}"], "There is no field “titel” in this paper"),
        (["{% if not made_up %}{{ titel }}{% endif %}"], "There is no field “titel” in this paper"),
        (["{%p for section in sections %}", "{{ section.head }}", "{%p endfor %}"], "“head”"),
        (["{{ title"], "are not right near “{{ title”: A brace is missing"),
        (["{{ title and }}"], "A brace is missing, or what stands"),
        (["{%p for section in sections %}", "{{ title }}"], "“for” is begun and not ended"),
        (["{{ title }}{% endif %}"], "Something is ended here that was not begun."),
        (["{{ title }}{% foo %}"], "There is no sign “foo”"),
        (["{{ title|safe }}"], "Take out the bar and “safe” after it"),
        (["{{ ''.__class__ }}"], "take out “__class__”"),
        (["{% set a = title %}"], "take out “set”"),
        (["{{r title }}"], "“Invented report” would be lost"),
        (["{%p if title %}", "A {% endif %}"], "begin and end in the same kind of place"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(office, lines, said):
    assert said in refusal(word.template(*lines))


def test_a_row_that_begins_in_a_table_and_ends_outside_is_refused(office):
    rows = [["{%tr for source in sources %}", ""], ["{{ source }}", ""]]

    assert refusal(word.template("{% endfor %}", rows=rows))


def test_a_refused_template_is_told_at_its_field(clerk):
    errors = errors_of(added(clerk, word.template("{{ titel }}")))

    assert list(errors) == ["new_file"]
    assert "“titel”" in errors["new_file"][0]


def test_what_was_typed_beside_a_refused_template_is_still_there(clerk):
    response = added(clerk, word.template("{{ titel }}"), language="fr", note="Carta nuova")

    form = response.context["adminform"].form
    assert (form["note"].value(), form["language"].value()) == ("Carta nuova", "fr")
    assert "Chosen already" not in response.content.decode()


def test_a_good_template_need_not_be_chosen_again(clerk):
    response = added(clerk, word.template(*GOOD), note="x" * 300)

    assert list(errors_of(response)) == ["note"]
    again = forms.form_of(response)
    assert clerk.post(ADD, again | {"note": "short"}).status_code == 302
    assert PaperTemplate.objects.get().name == "Relazione 2025.docx"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf(), "This is no Word document"),
        (odf(), "This is no Word document"),
        (ooxml("xl/workbook.xml"), "This is no Word document"),
        (ooxml("word/document.xml"), "The file is not as Word makes it"),
        (b"plain text", "This is no Word document"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_what_is_no_word_document_is_refused(office, content, said):
    assert said in refusal(content)


def outside(kind):
    """A template with something of that kind that lies elsewhere."""
    relation = (
        '<Relationship Id="rId99" TargetMode="External" Target="https://spy.example/x" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    )
    return word.with_part(
        word.template(*GOOD),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>"),
    )


def field(instruction):
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in instruction)
    return word.with_part(
        word.template(*GOOD),
        "word/document.xml",
        lambda xml: xml.replace("<w:sectPr", f"<w:p>{runs}</w:p><w:sectPr", 1),
    )


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "subDocument"])
def test_a_template_that_fetches_something_is_refused(office, kind):
    assert "fetches “https://spy.example/x” from elsewhere" in refusal(outside(kind))


@pytest.mark.parametrize(
    "instruction", [[" INCLUDEPICTURE ", '"https://x"'], [" INCL", "UDETEXT x"], ["dde x y"]]
)
def test_a_field_that_fetches_something_is_refused(office, instruction):
    assert "a field of Word that fetches something" in refusal(field(instruction))


@pytest.mark.parametrize("content", [outside("hyperlink"), field([' PAGE \\* "HYPERLINK" '])])
def test_a_link_and_a_page_number_are_let_in(office, content):
    assert refusal(content) == ""


def test_the_form_lists_what_a_template_can_print(clerk):
    page = clerk.get(ADD).content.decode()

    assert "{{ title }}" in page
    assert "Invented report" in page
    assert "{{ office.name }}" in page
    assert "Municipality of Borgolago" in page
    assert "القدس &amp; &lt;x&gt;" in page


def test_the_template_of_the_program_is_one_that_would_be_taken(clerk):
    shipped = clerk.get(reverse("admin:office_papertemplate_shipped", args=["report"]))
    tried = clerk.get(reverse("admin:office_papertemplate_try_shipped", args=["report"]))

    assert added(clerk, b"".join(shipped)).status_code == 302
    assert "Invented report" in word.text_of(b"".join(tried))
    nowhere = reverse("admin:office_papertemplate_shipped", args=["nothing"])
    assert clerk.get(nowhere).status_code == 404


def test_the_file_of_a_template_that_is_there_cannot_be_exchanged(clerk):
    template = factories.make_paper_template(word.template(*GOOD))
    url = reverse("admin:office_papertemplate_change", args=[template.pk])

    response = forms.send(clerk, url, note="Vecchia", new_file=upload(b"x", "x.docx"), kind="x")

    assert response.status_code == 302
    after = PaperTemplate.objects.get()
    assert (after.note, after.kind, after.file.name) == ("Vecchia", "report", template.file.name)


def test_a_kind_that_the_program_does_not_know_is_refused(clerk):
    errors = errors_of(added(clerk, word.template(*GOOD), kind="nothing"))

    assert list(errors) == ["kind"]


def test_a_template_of_a_kind_that_is_gone_can_still_be_read(clerk):
    template = factories.make_paper_template(word.template(*GOOD), kind="gone")

    page = clerk.get(reverse("admin:office_papertemplate_change", args=[template.pk]))
    tried = clerk.get(reverse("admin:office_papertemplate_try", args=[template.pk]))

    assert (page.status_code, tried.status_code) == (200, 404)


@pytest.mark.parametrize("view", ["file", "try"])
def test_who_may_not_see_templates_gets_none(back_office, view):
    template = factories.make_paper_template(word.template(*GOOD))
    url = reverse(f"admin:office_papertemplate_{view}", args=[template.pk])

    assert back_office("reader").get(url).status_code == 200
    assert back_office("press").get(url).status_code == 302


def test_the_list_says_what_templates_are_for_and_offers_those_of_the_program(clerk):
    page = clerk.get(reverse("admin:office_papertemplate_changelist")).text

    assert "PDF files do not use it" in page
    assert reverse("admin:office_papertemplate_shipped", args=["report"]) in page
    shipped = clerk.get(reverse("admin:office_papertemplate_shipped", args=["report"]))
    assert "template report.docx" in shipped["Content-Disposition"]
