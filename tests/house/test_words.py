"""Both languages say the same things with the same blanks, and every word that the code asks for exists."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest
import yaml

import words
from tests.house.tree import ROOT, sources

CHINESE = re.compile("[\u4e00-\u9fff]")


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_words() -> None:
    assert set(words.catalogue("zh")) == set(words.catalogue("en"))


def test_both_languages_fill_the_same_blanks() -> None:
    chinese, english = words.catalogue("zh"), words.catalogue("en")
    assert {key for key in chinese if blanks(chinese[key]) != blanks(english[key])} == set()


def test_chinese_words_are_chinese() -> None:
    """A sentence whose only letters are Latin was forgotten in translation; blanks and markup do not count."""
    told = {key: re.sub(r"\{.*?\}|`.*?`", "", sentence) for key, sentence in words.catalogue("zh").items()}
    assert {
        key for key, sentence in told.items() if re.search("[A-Za-z]{4,}", sentence) and not CHINESE.search(sentence)
    } == set()


def test_no_two_files_of_a_language_say_the_same_word() -> None:
    for language in words.LANGUAGES:
        seen: dict[str, str] = {}
        for path in sorted((ROOT / "words" / language).glob("*.yaml")):
            for key in words._flat(yaml.safe_load(path.read_text(encoding="utf-8")) or {}, ""):
                assert key not in seen, f"{language}: {key} in {seen.get(key)} and {path.name}"
                seen[key] = path.name


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_word_that_the_code_says_exists(language: str) -> None:
    known = set(words.catalogue(language))
    missing = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name.endswith("Error") and name != "KeyError" and isinstance(node, ast.Call) and node.args:
                word = node.args[0]
                is_ours = name in {"RefusedError", "NotFoundError", "UnavailableError"}
                if is_ours and isinstance(word, ast.Constant) and word.value not in known:
                    missing.add(f"{path.relative_to(ROOT)}: {word.value}")
    assert missing == set()


@pytest.mark.parametrize("folder", ["notifications/templates", "reports/templates"])
def test_every_template_exists_in_both_languages(folder: str) -> None:
    chinese, english = ({path.name for path in (ROOT / folder / language).glob("*.j2")} for language in ("zh", "en"))
    assert chinese
    assert chinese == english
