from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from nutgraf.settings import Settings, SettingsError, load_settings


def test_defaults() -> None:
    settings = Settings()

    assert (settings.host, settings.port, settings.page_seconds, settings.max_body) == ("127.0.0.1", 8731, 20, 10**7)
    assert 1 <= settings.workers <= 4


def test_the_environment_is_read_and_overruled_by_what_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_PORT", "9000")
    monkeypatch.setenv("NUTGRAF_WORKERS", "3")

    settings = load_settings(port=9001)

    assert (settings.port, settings.workers) == (9001, 3)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_every_setting_is_described() -> None:
    assert all((field.description or "").endswith(".") for field in Settings.model_fields.values())


def test_a_wrong_value_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_PORT", "http")

    with pytest.raises(SettingsError, match=r"^NUTGRAF_PORT: input should be a valid integer"):
        load_settings(host="localhost")


def test_a_wrong_value_on_the_command_line_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^--page-seconds: input should be greater than 0"):
        load_settings(page_seconds=0)


@pytest.mark.parametrize(("host", "address"), [("localhost", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("::1", "::1")])
def test_hosts_of_this_machine(host: str, address: str) -> None:
    assert Settings(host=host).address == address


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "news.example", "", "::"])
def test_other_hosts_are_refused_with_a_way_out(host: str) -> None:
    with pytest.raises(SettingsError, match=r"nutgraf tokens add FILE USER.*leave --host"):
        _ = Settings(host=host).address


@pytest.mark.parametrize("mode", ["careful", "normal", "strict"])
def test_the_mode_is_set_by_the_environment(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_MODE", mode)

    assert load_settings().mode == mode


def test_the_mode_is_normal_where_nobody_says_it_and_no_other_word() -> None:
    assert Settings().mode == "normal"
    with pytest.raises(SettingsError, match=r"^--mode: input should be 'careful', 'normal' or 'strict'"):
        load_settings(mode="gentle")


def test_nothing_is_exposed_unless_it_is_said() -> None:
    assert not any(Settings(host=host).exposed for host in ("127.0.0.1", "localhost", "::1"))
    assert Settings(host="0.0.0.0").exposed
    assert Settings(hosts="nutgraf.example").exposed
    assert Settings(token_file=Path("token")).exposed


@pytest.mark.parametrize(
    ("host", "address", "own"),
    [
        ("0.0.0.0", "0.0.0.0", "127.0.0.1"),
        ("::", "::", "::1"),
        ("192.168.1.5", "192.168.1.5", "192.168.1.5"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_with_a_token_others_may_be_let_in(host: str, address: str, own: str) -> None:
    settings = Settings(host=host, token_file=Path("token"))

    assert (settings.address, settings.own_address) == (address, own)


def test_a_name_for_a_proxy_needs_a_token_too() -> None:
    with pytest.raises(SettingsError, match=r"'nutgraf\.example' can be reached from others"):
        _ = Settings(hosts="nutgraf.example").address


@pytest.mark.parametrize("host", ["news.example", "", "0.0.0.0:8731", "*"])
def test_an_address_is_no_name(host: str) -> None:
    with pytest.raises(SettingsError, match=r"is no address.*goes to --hosts"):
        _ = Settings(host=host, token_file=Path("token")).address


def test_names_come_apart_by_commas_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_HOSTS", "Nutgraf.Example, reader.example:8443")

    assert load_settings().hosts == ("nutgraf.example", "reader.example:8443")


@pytest.mark.parametrize("hosts", ["", "https://nutgraf.example", "a.example,,b.example", "*.example", "a b", "a/b"])
def test_what_is_no_name_is_named(hosts: str) -> None:
    with pytest.raises(SettingsError, match=r"^--hosts: '.*' is no name of a host"):
        load_settings(hosts=hosts)


def test_a_proxy_goes_by_its_address() -> None:
    assert str(Settings(trusted_proxy="192.0.2.1").trusted_proxy) == "192.0.2.1"
    with pytest.raises(SettingsError, match=r"^--trusted-proxy: value is not a valid IPv4 or IPv6 address"):
        load_settings(trusted_proxy="proxy.example")


def test_the_token_file_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN_FILE", "/run/nutgraf/token")

    assert load_settings().token_file == Path("/run/nutgraf/token")
