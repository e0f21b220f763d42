"""The small pieces that pages share."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from jinja2 import UndefinedError

from wholeplace.evidence.figure import NOT_SUBMITTED, OK, RATIO, Figure
from wholeplace.papers.cells import Cell, Column, Source, Table
from wholeplace.papers.charts import Chart, Panel, Trends
from wholeplace.papers.kinds_spread import Distribution, Group
from wholeplace.papers.model import Bullets, Callout, Columns, FigureText, Heading, KeyFigure, KeyFigures, Paragraph

MEASURE = "reserves-years-left"


@pytest.fixture
def draw(monkeypatch, settings):
    """Renders a template in which every shared piece is at hand; every measure's figures have a page."""
    monkeypatch.setattr("wholeplace.web.design.figures.reverse", lambda name, args: f"/{name}/{'/'.join(args)}/")
    everything = (
        '{% from "design/parts.html" import figure_link, data_table, pager, empty_state, tag, key_figures,'
        " summary_list, error_summary, field, fields, source_note, breadcrumbs, chart %}"
        '{% from "design/blocks.html" import draw %}'
    )

    def render(template, **context):
        return re.sub(r"\s+", " ", engines["jinja2"].from_string(everything + template).render(context))

    return render


def figure(**more):
    given = {"measure": MEASURE, "place": "ZAA", "place_name": "Elmshire", "place_class": "county",
             "period": "2016-17", "value": 0.28, "unit": RATIO, "status": OK, "title": "Reserves"}  # fmt: skip
    return Figure(**(given | more))


def test_a_figure_leads_to_its_own_page(draw):
    assert f'href="/measures:figure/{MEASURE}/ZAA/2016-17/">28.0%</a>' in draw("{{ figure_link(f) }}", f=figure())


def test_a_figure_given_as_data_leads_to_the_same_page(draw):
    told = draw("{{ figure_link(f, 'over a quarter') }}", f=figure().as_json())
    assert f'href="/measures:figure/{MEASURE}/ZAA/2016-17/">over a quarter</a>' in told


def test_a_groups_total_is_no_link_because_it_is_about_no_place(draw):
    assert "href" not in draw("{{ figure_link(f) }}", f=figure(place="counties", place_class="counties", n=27))


def test_a_figure_of_an_indicator_that_is_not_installed_is_no_link(draw):
    assert "href" not in draw("{{ figure_link(f) }}", f=figure(measure="of-another-package"))


def test_a_missing_figure_is_a_link_that_says_it_explains_why(draw):
    told = draw("{{ figure_link(f) }}", f=figure(value=None, status=NOT_SUBMITTED))
    assert 'aria-label="no figure: why"' in told
    assert 'data-status="not-submitted"' in told


def test_a_table_has_scopes_a_caption_and_a_region_that_the_keyboard_reaches(draw):
    told = draw(
        "{{ data_table(columns, rows, 'Spending', id='spending') }}",
        columns=[{"title": "Service"}, {"title": "Share", "align": "right"}],
        rows=[["Roads", {"figure": figure()}], [{"text": "Libraries", "href": "/x/"}, "–"]],
    )
    assert told.count('scope="col"') == 2
    assert told.count('scope="row"') == 2
    assert 'role="region" tabindex="0" aria-labelledby="spending-caption"' in told
    assert 'id="spending-caption">Spending</caption>' in told
    assert told.count("--numeric") == 3
    assert '<a class="govuk-link" href="/x/">Libraries</a>' in told


def test_what_is_in_a_cell_is_text_never_markup(draw):
    told = draw("{{ data_table([{'title': 'a'}], [['<b>'], [{'text': '<i>'}]], '<u>') }}")
    assert not {"<b>", "<i>", "<u>"} & set(re.findall(r"<[biu]>", told))


def test_a_misspelt_name_in_a_template_is_an_error_not_silence(draw):
    with pytest.raises(UndefinedError):
        draw("{{ figur }}")


def test_a_misspelt_attribute_in_a_template_is_an_error_not_silence(draw):
    with pytest.raises(UndefinedError):
        draw("{{ f.dispaly }}", f=figure())


def test_a_key_left_out_of_a_dictionary_is_nothing(draw):
    assert draw("{{ d.label.classes }}{{ 'yes' if d.x else 'no' }}", d={}).strip() == "no"


class EveryField(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(help_text="Only to sign in", max_length=12)
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    place = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    peers = forms.ChoiceField(choices=[("like", "Like it"), ("class", "Its class")], widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField()
    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 7}), required=False)
    file = forms.FileField()
    when = forms.DateField()
    kept = forms.CharField(widget=forms.HiddenInput)


def test_every_kind_of_field_has_a_label_and_keeps_what_was_typed(draw):
    data = {"email": "a@b.example", "password": "secret", "place": "b", "peers": "class", "parts": ["y"],
            "agreed": "on", "comment": "words", "when": "2018-01-31", "kept": "k"}  # fmt: skip
    told = draw("{{ fields(form) }}", form=EveryField(data))
    for name in ("email", "password", "place", "agreed", "comment", "file", "when"):
        assert re.search(rf'<label[^>]* for="id_{name}"', told), name
    assert '<option value="b" selected>' in told
    assert 'type="radio" value="class" checked' in told
    assert 'type="checkbox" value="y" checked' in told
    assert 'name="agreed" type="checkbox" value="on" checked' in told
    assert 'rows="7">words</textarea>' in told
    assert 'value="2018-01-31"' in told
    assert 'type="hidden" name="kept" value="k"' in told
    assert 'maxlength="12"' in told
    assert 'autocomplete="new-password"' in told


def test_a_password_is_never_sent_back(draw):
    assert "secret" not in draw("{{ fields(form) }}", form=EveryField({"password": "secret"}))


def test_every_mistake_is_told_at_the_top_and_leads_to_its_field(draw):
    told = draw("{{ error_summary(form) }}{{ fields(form) }}", form=EveryField({}))
    linked = re.findall(r'<a href="#([^"]+)">', told)
    assert len(linked) == 9
    ids = set(re.findall(r' id="([^"]+)"', told))
    assert set(linked) <= ids
    assert told.count('class="govuk-error-message"') == 8  # the hidden field shows none of its own


def test_a_field_names_its_hint_and_error_for_screen_readers(draw):
    told = draw("{{ field(form['email']) }}", form=EveryField({"email": "x"}))
    assert 'aria-describedby="id_email-hint id_email-error"' in told


def test_a_form_without_mistakes_has_no_summary(draw):
    assert draw("{{ error_summary(form) }}", form=EveryField()).strip() == ""


def test_the_pager_says_where_one_is_and_keeps_the_question(draw):
    page = Paginator(range(100), 10).page(3)
    told = draw("{{ pager(page, 'q=elm') }}", page=page)
    assert 'href="?q=elm&amp;page=2" rel="prev"' in told
    assert 'aria-label="Page 3" aria-current="page"' in told
    assert 'href="?q=elm&amp;page=10"' in told


def test_one_page_needs_no_pager(draw):
    assert draw("{{ pager(page) }}", page=Paginator(range(3), 10).page(1)).strip() == ""


def blocks():
    trend = Trends("Elmshire", (Panel("Reserves", RATIO, (figure(), figure(period="2015-16"))),))
    table = Table("Table", (Column("Year"), Column("Share", align="right")),
                  ((Cell("2016-17"), Cell.of(figure(), note="revised")),), (Source("RO"),))  # fmt: skip
    return (
        Heading(1, "What stands out"),
        Paragraph(("Reserves are ", FigureText(figure()), ".")),
        Bullets((Paragraph(("One",)),)),
        KeyFigures(tuple(KeyFigure("Reserves", figure(), "low", "watch") for _ in range(3))),
        Callout("Beware", (Paragraph(("of breaks",)),), "watch"),
        Columns((Chart("Trend", trend, alt="It falls."),), (table,), share=0.6),
        table,
    )


def test_blocks_of_a_paper_become_a_page_on_which_every_figure_is_a_link(draw):
    told = draw("{{ draw(blocks) }}", blocks=blocks())
    # a paragraph, three tiles, two tables with one each, two in the chart's table
    assert told.count(f'href="/measures:figure/{MEASURE}/ZAA/') == 8
    assert "wp-figure--plain" not in told
    assert '<h2 class="wp-h2"' in told
    assert "<strong>Watch:</strong>" in told


def test_ids_are_unique_on_a_page_of_blocks(draw):
    told = draw("{{ draw(blocks, 'one') }}{{ draw(blocks, 'two') }}", blocks=blocks())
    ids = re.findall(r' id="([^"]+)"', told)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', told)) <= set(ids)


def test_a_chart_is_drawn_for_wide_and_narrow_screens_with_its_numbers_under_it(draw):
    told = draw("{{ draw(blocks) }}", blocks=blocks())
    assert told.count("<svg") == 2
    assert "The numbers behind this chart" in told
    assert "<figcaption" in told


def test_nothing_drawn_needs_a_style_or_a_script_in_the_page(draw):
    told = draw("{{ draw(blocks) }}{{ fields(form) }}", blocks=blocks(), form=EveryField({}))
    assert " style=" not in told
    assert "<script" not in told
    assert not re.search(r"\son\w+=", told)


def test_a_financial_year_is_never_broken_over_two_lines(draw):
    told = draw("{{ draw(blocks) }}", blocks=(Paragraph(("Fell in 2016-17 <b>",)),))
    assert 'Fell in <span class="wp-whole">2016-17</span> &lt;b&gt;' in told


def test_a_mark_leads_to_its_place_only_in_charts_that_have_a_mark_a_place(draw, monkeypatch):
    monkeypatch.setattr("wholeplace.web.design.blocks.reverse", lambda name, args: f"/{name}/{args[0]}/")
    dots = Distribution((Group("Counties", tuple(figure(place=f"ZA{letter}") for letter in "ABCDEF")),), "ZAA")
    told = draw("{{ draw(blocks) }}", blocks=(Chart("Dots", dots, alt="Six dots."), blocks()[5]))
    assert "/places:place/ZAB/" in told
    assert told.count('role="img"') == 2  # the trend, wide and narrow
