"""The forms: every field says in Chinese and English what it is, and matches the function that reads it."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import pytest

from flows.deployments import BY_HAND, CLOCKWORK, PROGRAMME
from flows.fields import FORMS
from flows.forms import NO_LIST_ABOVE, defaults, dress

ENTRYPOINTS = {"programme": PROGRAMME, **CLOCKWORK, **BY_HAND}


def function(form: str) -> Any:
    module, name = ENTRYPOINTS[form].rsplit(".", 1)
    return getattr(import_module(module), name).fn


@pytest.mark.parametrize("form", sorted(ENTRYPOINTS))
def test_a_form_has_exactly_the_fields_that_its_function_reads(form: str) -> None:
    fields = {field.name for field in FORMS.get(form, ())}
    assert fields == set(inspect.signature(function(form)).parameters)


@pytest.mark.parametrize("form", sorted(ENTRYPOINTS))
def test_what_a_person_leaves_alone_is_filled_in_for_the_function(form: str) -> None:
    needed = {
        name
        for name, parameter in inspect.signature(function(form)).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    filled = defaults(dress("zh", form, {}))
    assert needed - set(filled) == set(dress("zh", form, {})["required"])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_field_has_a_title_and_a_help_in_its_place(form: str, language: str) -> None:
    properties = dress(language, form, {})["properties"]
    assert [each["position"] for each in properties.values()] == list(range(len(properties)))
    assert all(each["title"] and each["description"] for each in properties.values())
    assert len({each["title"] for each in properties.values()}) == len(properties)


def test_a_pick_list_offers_real_labels_and_the_first_is_the_default_where_one_makes_sense() -> None:
    lists = {"units": ("C01 · 初级中学",), "severities": ("一般", "轻微")}
    properties = dress("zh", "finding", lists)["properties"]
    assert properties["unit"]["enum"] == ["C01 · 初级中学"]
    assert "default" not in properties["unit"]
    assert properties["severity"]["default"] == "一般"


def test_an_empty_pick_list_says_so_because_prefect_takes_no_empty_one() -> None:
    assert dress("zh", "case", {"cases": ()})["properties"]["case"]["enum"] == ["（目前没有可选的）"]


def test_several_can_be_picked_where_the_form_says_so() -> None:
    zones = dress("zh", "draw", {"zones": ("第一责任区",)})["properties"]["zones"]
    assert (zones["type"], zones["items"]["enum"], zones["default"]) == ("array", ["第一责任区"], [])


def test_a_list_too_long_to_pick_from_is_typed() -> None:
    many = tuple(f"U{number} · 学校" for number in range(NO_LIST_ABOVE + 1))
    assert "enum" not in dress("zh", "finding", {"units": many})["properties"]["unit"]


def test_what_must_be_filled_in_is_required() -> None:
    assert dress("zh", "finding", {})["required"] == ["unit", "fact"]


def test_a_flow_without_fields_has_an_empty_form() -> None:
    assert dress("zh", "sweep", {})["properties"] == {}
