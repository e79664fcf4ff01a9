"""Who gets in, and what those outside can see."""

import re
import stat

import pytest
from websocket import WebSocketBadStatusException, create_connection

from tests.serve.product import NOTEBOOKS, Product, running

ANY_KERNEL = "00000000-0000-4000-8000-000000000000"
ROUTES = (
    "/",
    "/anything",
    "/login",
    "/voila/static/voila.js",
    "/voila/static/../voila.js",
    "/voila/templates/base/static/voila.js",
    "/voila/labextensions/anywidget/package.json",
    "/voila/api/themes/@jupyterlab/theme-light-extension/index.css",
    f"/voila/api/shutdown/{ANY_KERNEL}",
    f"/voila/query/{ANY_KERNEL}",
    "/voila/files/button.ipynb",
    "/voila/files/picture.png",
    "/api/kernels",
    f"/api/kernels/{ANY_KERNEL}",
    f"/api/kernels/{ANY_KERNEL}/channels",
)
UNSERVED = (
    "/voila/files/button.ipynb",
    "/voila/files/picture.png",
    "/voila/templates/base/static/voila.js",
    f"/voila/query/{ANY_KERNEL}",
    "/voila/tree",
    "/voila/api/themes/@jupyterlab/theme-light-extension/index.css",
    "/voila/render/button.ipynb",
    "/api/kernels",
    "/api/contents",
    "/api/terminals",
    "/api/sessions",
    "/files/button.ipynb",
    "/metrics",
    "/login",
    "/anything",
)


def test_the_token_signs_in_by_a_cookie_and_leaves_the_address(product: Product) -> None:
    answer = product.ask(f"/?attempt=a%26b&token={product.token}&x=", cookie="")
    assert answer.status == 302
    assert answer.headers["Location"] == "/?attempt=a%26b&x="
    cookie = answer.cookie(product.cookie_name)[product.cookie_name]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Strict", "/", "")


def test_with_the_cookie_the_page_opens(product: Product) -> None:
    assert product.ask("/").status == 200


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%F0%9F%98%80", "?token=a&token=b"])
def test_without_the_token_one_is_told_where_to_find_it(product: Product, query: str) -> None:
    answer = product.ask("/" + query, cookie="")
    assert answer.status == 403
    assert "open the address from the terminal" in answer.body
    assert "Set-Cookie" not in answer.headers


def test_a_forged_cookie_is_worth_nothing(product: Product) -> None:
    name, value = product.cookie.split("=", 1)
    forged = value.replace("|4:aW4=|", "|4:aW4x|")
    assert forged != value
    assert product.ask("/", cookie=f"{name}={forged}").status == 403
    assert product.ask("/", cookie=f'{name}="in"').status == 403


def test_a_cookie_of_another_port_is_worth_nothing(product: Product) -> None:
    value = product.cookie.split("=", 1)[1]
    assert product.ask("/", cookie=f"coachsim-1={value}").status == 403
    assert product.ask("/", cookie=f"{product.cookie_name}={value.replace(str(product.port), '1')}").status == 403


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "DELETE", "OPTIONS"])
def test_no_route_answers_a_stranger(product: Product, route: str, method: str) -> None:
    assert product.ask(route, cookie="", method=method).status == 403


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:{port}"]
)
def test_no_route_answers_under_a_foreign_name(product: Product, route: str, host: str) -> None:
    answer = product.ask(route, host=host.format(port=product.port))
    assert answer.status == 403
    assert "not served here" in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_has_three_names(product: Product, host: str) -> None:
    assert product.ask("/nothing", host=f"{host}:{product.port}").status == 404


@pytest.mark.parametrize("route", UNSERVED)
def test_what_a_page_does_not_need_is_not_served(product: Product, route: str) -> None:
    assert product.ask(route).status == 404


def test_served_folder_has_something_to_hide() -> None:
    assert (NOTEBOOKS / "button.ipynb").exists()
    assert (NOTEBOOKS / "picture.png").exists()


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_the_way_on_stays_here(product: Product, path: str) -> None:
    location = product.ask(f"{path}?token={product.token}", cookie="").headers["Location"]
    assert re.match(r"/[^/\\]", location)


def test_after_a_link_on_another_site_a_page_of_ours_leads_on(product: Product) -> None:
    """A redirect would arrive without the strict cookie."""
    answer = product.ask(f"/?a=%22&token={product.token}", cookie="", Sec_Fetch_Site="cross-site")
    assert answer.status == 200
    assert 'content="0;url=/?a=%22"' in answer.body
    assert answer.cookie(product.cookie_name)


def test_an_old_token_does_not_turn_away_who_is_in(product: Product) -> None:
    answer = product.ask("/?token=old&attempt=7")
    assert (answer.status, answer.headers["Location"]) == (302, "/?attempt=7")


def test_the_websocket_is_closed_to_strangers_foreign_names_and_foreign_pages(product: Product) -> None:
    kernel = re.search(r'"kernelId": "([^"]+)"', product.ask("/").body)[1]
    url = f"ws://127.0.0.1:{product.port}/api/kernels/{kernel}/channels?session_id=x"
    here = f"127.0.0.1:{product.port}"
    refused = [
        {"cookie": "", "host": here, "origin": f"http://{here}"},
        {
            "cookie": product.cookie,
            "host": f"evil.example:{product.port}",
            "origin": f"http://evil.example:{product.port}",
        },
        {"cookie": product.cookie, "host": here, "origin": "http://evil.example"},
    ]
    for how in refused:
        with pytest.raises(WebSocketBadStatusException, match="403"):
            create_connection(url, **how)
    create_connection(url, cookie=product.cookie, host=here, origin=f"http://{here}").close()


def test_the_page_may_load_and_reach_nothing_but_this_server(product: Product) -> None:
    policy = product.ask("/").headers["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert directives["script-src"] == "'self' blob:"
    assert directives["connect-src"] == "'self'"
    assert directives["object-src"] == "'none'"


def test_a_restart_keeps_who_is_in_and_forgets_the_token(tmp_path) -> None:
    with running(tmp_path, notebook="button.ipynb", cold=True) as first:
        cookie, token, port = first.cookie, first.token, first.port
    with running(tmp_path, notebook="button.ipynb", cold=True, port=port) as second:
        assert second.ask("/nothing", cookie=cookie).status == 404
        assert second.ask(f"/?token={token}", cookie="").status == 403
        secret = second.data / "cookie-secret"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_another_data_folder_knows_nobody(tmp_path, product: Product) -> None:
    (tmp_path / "other").mkdir()
    with running(tmp_path / "other", notebook="button.ipynb", cold=True) as other:
        value = product.cookie.split("=", 1)[1]
        assert other.ask("/", cookie=f"{other.cookie_name}={value}").status == 403
