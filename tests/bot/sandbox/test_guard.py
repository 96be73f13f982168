"""Other websites are kept out of the chat."""

import pytest

from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:8080", "[::2"])
async def test_a_foreign_name_for_this_host_is_refused(api: Api, host: str) -> None:
    for path in ("/", "/sandbox/state", f"/bot{api.token}/getMe"):
        async with api.session.get(api.url + path, headers={"Host": host}) as response:
            assert response.status in (400, 421)


async def test_localhost_is_a_name_for_this_host(api: Api) -> None:
    async with api.session.get(f"{api.url}/", headers={"Host": "localhost:8080"}) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_requests_of_another_site_are_refused(api: Api, user: SandboxUser, headers: dict[str, str]) -> None:
    async with api.session.post(f"{api.url}/sandbox/send/text", data='{"text": "forged"}', headers=headers) as response:
        assert response.status == 403
    async with api.session.get(f"{api.url}/sandbox/state", headers=headers) as response:
        assert response.status == 403
    assert await user.transcript() == []


async def test_the_pages_own_requests_pass(api: Api, user: SandboxUser) -> None:
    headers = {"Origin": api.url, "Sec-Fetch-Site": "same-origin"}
    async with api.session.post(f"{api.url}/sandbox/send/text", data='{"text": "mine"}', headers=headers) as response:
        assert response.status == 200
    assert len(await user.transcript()) == 1


async def test_a_link_elsewhere_may_lead_to_the_chat_and_no_further(api: Api) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with api.session.get(f"{api.url}/", headers=headers) as response:
        assert response.status == 200
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    async with api.session.get(f"{api.url}/sandbox/state", headers=headers) as response:
        assert response.status == 403


async def test_a_document_is_never_shown_as_a_page(api: Api, user: SandboxUser) -> None:
    await user.send_document(b"<script>alert(1)</script>", "page.html", "text/html")
    (message,) = await user.transcript()
    assert message.media is not None
    assert message.media.url is not None
    async with api.session.get(api.url + message.media.url) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''page.html"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
