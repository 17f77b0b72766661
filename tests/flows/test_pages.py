"""Prefect's pages in a real browser: Chinese where it is ours, a form filled in by hand, nobody outside asked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from flows.describing import DEPLOYMENTS_PAGE, forms_page
from flows.pages import keep_pages_local
from tests.flows.serving import OFFICE, PATIENCE_SECONDS, Api, Started, until

DOCS = Path(__file__).parents[2] / "docs"
KEY = "0123456789abcdef0123456789abcdef"
PATIENCE_MS = PATIENCE_SECONDS * 1000
INSTALL = "Chromium is missing: apt-get install chromium fonts-noto-cjk"


def test_the_key_of_the_measuring_service_is_blanked_once(tmp_path: Path) -> None:
    assets = tmp_path / "v2" / "assets"
    assets.mkdir(parents=True)
    (assets / "index-abc.js").write_text(f"function k(){{return`{KEY}`}};var name=`abc`", encoding="utf-8")
    assert keep_pages_local(tmp_path) == 1
    assert (assets / "index-abc.js").read_text(encoding="utf-8") == "function k(){return``};var name=`abc`"
    assert keep_pages_local(tmp_path) == 0


def test_pages_that_are_not_there_are_no_error(tmp_path: Path) -> None:
    assert keep_pages_local(tmp_path / "nothing") == 0


def test_the_forms_have_an_address_of_their_own() -> None:
    assert forms_page("zh") == f"{DEPLOYMENTS_PAGE}&tags=%5B%22%E6%89%8B%E5%8A%A8%E5%8A%9E%E7%90%86%22%5D"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a machine without it skips, CI fails."""
    expect.set_options(timeout=PATIENCE_MS)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def asked() -> set[str]:
    """The hosts that the pages asked."""
    return set()


@pytest.fixture
def page(browser: Browser, served: Started, asked: set[str]) -> Iterator[Page]:
    """A page of a coordinator in China, whose requests are noted."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}",
        viewport={"width": 1360, "height": 860},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    opened.on("request", lambda request: asked.add(str(urlparse(request.url).hostname)))
    yield opened
    context.close()


def keep(page: Page, name: str) -> None:
    """The picture that the documents show, when it is asked for."""
    if os.environ.get("DUDAO_SCREENSHOTS"):
        page.screenshot(path=DOCS / f"{name}.png")


@pytest.mark.prefect
@pytest.mark.browser
def test_the_programmes_stand_on_one_page(page: Page) -> None:
    page.goto(DEPLOYMENTS_PAGE)
    for programme in ("开学工作检查", "法制宣传月", "年终考核", "每日巡查", "登记问题"):
        expect(page.get_by_text(programme, exact=True).first).to_be_visible()
    keep(page, "deployments")


@pytest.mark.prefect
@pytest.mark.browser
def test_a_programme_tells_its_dates_and_leads_to_the_board(page: Page, api: Api) -> None:
    deployment = api.deployments()[f"开学工作检查/开学工作检查 · {OFFICE}"]
    page.goto(f"/v2/deployments/deployment/{deployment['id']}?tab=Description")
    page.get_by_role("tab", name="Description").click()
    expect(page.get_by_text("春学期开学工作检查").first).to_be_visible()
    page.get_by_role("link", name="工作看板").click()
    expect(page.get_by_role("heading", name="督导看板")).to_be_visible()


def fill_finding(page: Page, api: Api) -> None:
    """The form 登记问题 is open and filled in as a coordinator does it."""
    page.goto(f"/v2/deployments/deployment/{api.form('登记问题')['id']}/run")
    expect(page.get_by_text("在哪个单位发现的问题")).to_be_visible()
    page.get_by_label("单位").click()
    page.get_by_role("option", name="中心小学").first.click()
    expect(page.get_by_label("单位")).to_contain_text("中心小学")
    page.get_by_label("事实").fill("11月24日查看消防通道，堆放杂物")


def sent_soon(api: Api) -> bool:
    """Whether a run of the form exists within a minute."""
    of_form = {"deployments": {"id": {"any_": [api.form("登记问题")["id"]]}}}
    try:
        return bool(until(lambda: api.post("/flow_runs/filter", of_form), 60))
    except AssertionError:
        return False


@pytest.mark.prefect
@pytest.mark.browser
def test_a_finding_is_recorded_by_filling_in_the_form(page: Page, api: Api) -> None:
    fill_finding(page, api)
    keep(page, "form")
    page.get_by_role("button", name="Submit").click()
    if not sent_soon(api):  # the page was drawn anew while it was filled, as it is when the pick lists change
        fill_finding(page, api)
        page.get_by_role("button", name="Submit").click()
    until(lambda: any("中心小学" in case for case in api.picks("受理整改", "case")))


@pytest.mark.prefect
@pytest.mark.browser
def test_what_was_typed_stays_while_the_pick_lists_change(page: Page, api: Api) -> None:
    fill_finding(page, api)
    form = api.form("登记问题")
    schema = form["parameter_openapi_schema"]
    schema["properties"]["assignment"]["enum"].append("999 · 另一项检查")
    with page.expect_response(lambda reply: reply.url.endswith(f"/deployments/{form['id']}") and reply.ok):
        api.patch(f"/deployments/{form['id']}", {"parameter_openapi_schema": schema})
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # it asks anew, as every half minute
    expect(page.get_by_label("事实")).to_have_value("11月24日查看消防通道，堆放杂物")
    expect(page.get_by_label("单位")).to_contain_text("中心小学")


@pytest.mark.prefect
@pytest.mark.browser
def test_the_board_shows_what_is_open(page: Page, api: Api) -> None:
    until(lambda: "消防通道" in api.kept("board")["data"])
    page.goto(f"/v2/artifacts/artifact/{api.kept('board')['id']}")
    expect(page.get_by_role("heading", name="督导看板")).to_be_visible()
    expect(page.get_by_role("heading", name="近期安排")).to_be_attached()
    keep(page, "board")


@pytest.mark.prefect
@pytest.mark.browser
def test_the_year_is_drawn_as_a_chart(page: Page, api: Api) -> None:
    page.goto(f"/v2/artifacts/artifact/{api.kept('year')['id']}")
    expect(page.locator("svg text", has_text="秋学期开学工作检查").first).to_be_visible()


@pytest.mark.prefect
@pytest.mark.browser
def test_no_page_asked_anybody_but_this_machine(page: Page, asked: set[str]) -> None:
    page.goto("/v2/dashboard")
    expect(page.get_by_text("Deployments").first).to_be_visible()
    assert asked == {"127.0.0.1"}
