"""The channels of the configuration file as a schema."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from page_watch.config import checks
from page_watch.config import values as v
from page_watch.config.entry import Entry, as_written, one_of, required
from page_watch.config.secrets import Kept


class ChannelEntry(Entry):
    """What every channel can be told."""

    notify: v.Kinds | None = Field(None, description="Kinds of change for this channel, instead of the watch's.")
    digest: v.DigestText | None = Field(None, description="Digest for this channel, instead of the watch's.")
    quiet: v.QuietText | None = Field(None, description="Quiet hours of this channel, instead of the watch's.")
    max_per_hour: Annotated[int, Field(ge=1)] = Field(
        100, description="Messages an hour; what is above it is merged into one."
    )


class LogEntry(ChannelEntry):
    """Standard logging, one line a change. A channel of this kind named `log` is always there."""

    kind: Literal["log"] = Field(description="log")


class EmailEntry(ChannelEntry):
    """Email over SMTP."""

    kind: Literal["email"] = Field(description="email")
    host: v.Host = Field(description="The mail server.")
    security: Literal["tls", "starttls", "none"] = Field(
        "starttls", description="tls from the start, starttls, or none; a login needs one of the first two."
    )
    port: v.Port | None = Field(None, description="465 for tls, 587 for starttls, 25 for none, unless given otherwise.")
    user: Annotated[str, Field(min_length=1)] | None = Field(None, description="Name to log in with.")
    password: v.SecretText | None = Field(None, description="Password to log in with, best as ${VARIABLE}.")
    password_file: v.SecretFile | None = Field(None, description="A file that holds the password instead.")
    from_: v.Mailbox = Field(alias="from", description="The sender's address.")
    to: v.Mailboxes = Field(description="The recipient's address, or a list of them.")
    timeout: v.Positive = as_written("30s", "Longest wait for the server.")
    ca_file: v.ExistingFile | None = Field(None, description="Certificates to trust instead of the usual ones (PEM).")

    @field_validator("user")
    @classmethod
    def _never_in_the_clear(cls, user: str | None, info: ValidationInfo) -> str | None:
        if user and info.data.get("security") == "none" and not _loopback(info.data.get("host", "localhost")):
            raise v.beside("security", "would send the password in the clear; use tls or starttls")
        return user

    @field_validator("password_file")
    @classmethod
    def _whole_login(cls, file: Kept | None, info: ValidationInfo) -> Kept | None:
        if "password" not in info.data or "user" not in info.data:
            return file
        one_of("password", info.data["password"], file)
        given = info.data["password"] or file
        if info.data["user"] and not given:
            raise v.beside("user", "needs a `password` or `password_file` with it")
        if given and not info.data["user"]:
            raise v.beside("password_file" if file else "password", "needs a `user` with it")
        return file


class WebhookEntry(ChannelEntry):
    """An HTTP POST of JSON, signed by the Standard Webhooks specification."""

    kind: Literal["webhook"] = Field(description="webhook")
    url: v.SecretUrl | None = Field(None, description="Where to post. It may hold a token, so it is kept secret.")
    url_file: v.SecretFile | None = Field(None, description="A file that holds the URL instead.")
    secret: v.SigningSecret | None = Field(
        None, description="Key to sign with: base64 after `whsec_`, anything else is taken as it is."
    )
    secret_file: v.SecretFile | None = Field(None, description="A file that holds the key instead.")
    timeout: v.Positive = as_written("30s", "Longest wait for the server.")

    @field_validator("url_file")
    @classmethod
    def _url(cls, file: Kept | None, info: ValidationInfo) -> Kept | None:
        return required("url", file, info, checks.http_url)

    @field_validator("secret_file")
    @classmethod
    def _secret(cls, file: Kept | None, info: ValidationInfo) -> Kept | None:
        one_of("secret", info.data.get("secret"), file)
        if file:
            checks.signing_secret(file.reveal())
        return file


class AppriseEntry(ChannelEntry):
    """Any of the services that apprise knows (chat rooms, phones, tickets …)."""

    kind: Literal["apprise"] = Field(description="apprise")
    url: v.ServiceUrl | None = Field(None, description="The service, as apprise writes it. Kept secret.")
    url_file: v.SecretFile | None = Field(None, description="A file that holds the URL instead.")

    @field_validator("url_file")
    @classmethod
    def _url(cls, file: Kept | None, info: ValidationInfo) -> Kept | None:
        return required("url", file, info, checks.service_url)


AnyChannel = Annotated[LogEntry | EmailEntry | WebhookEntry | AppriseEntry, Field(discriminator="kind")]


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
