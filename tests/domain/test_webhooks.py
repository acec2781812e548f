"""Messages are signed as Standard Webhooks asks, and tried again less and less often."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import InvalidInput
from app.domain.webhooks import Message, Webhook, parse_address, secret_of

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_a_signature_is_that_of_the_specification() -> None:
    message = Message("msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}')
    at = datetime.fromtimestamp(1614265330, UTC)

    headers = message.headers("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", at)

    assert headers["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_written_as_receivers_configure_it() -> None:
    assert secret_of(b"\x00" * 24) == "whsec_" + "A" * 32


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 5), (2, 10), (3, 20), (9, 1280), (10, 1440), (1000, 1440)]
)
def test_a_pause_doubles_up_to_a_day(failures: int, minutes: int) -> None:
    webhook = Webhook("w", "d", "https://x.example", "s", NOW, failures=failures, tried_at=NOW)
    end = NOW + timedelta(minutes=minutes)

    assert webhook.is_resting(end - timedelta(seconds=1))
    assert not webhook.is_resting(end)


def test_what_never_failed_never_rests() -> None:
    assert not Webhook("w", "d", "https://x.example", "s", NOW, tried_at=NOW).is_resting(NOW)


def test_plain_http_is_for_private_addresses_that_are_allowed() -> None:
    url = "http://hooks.intern:8080/x?y=z"

    assert parse_address(url, allow_private=True) == url
    with pytest.raises(InvalidInput, match="https://"):
        parse_address(url, allow_private=False)
