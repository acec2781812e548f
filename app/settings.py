"""Everything an operator can configure, read once from `MESHWISE_*` environment variables."""

from typing import Literal

from pydantic import Field, HttpUrl, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Defaults suit a laptop: a SQLite file and no proxy. README.md lists the same table."""

    model_config = SettingsConfigDict(env_prefix="MESHWISE_", frozen=True, extra="forbid")

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///data/meshwise.db"),
        description="SQLite file, or postgresql+psycopg://user:password@host/name.",
    )
    public_url: HttpUrl = Field(
        default=HttpUrl("http://127.0.0.1:8000"),
        description="The address people type. Browsers may write from this origin only.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe log line that is written."
    )
    private_webhooks: bool = Field(
        default=False,
        description="Whether webhooks may lead to private addresses, and over plain HTTP.",
    )
    report_url: str = Field(
        default="none",
        pattern=r"^(none|https?://\S+|mailto:\S+)$",
        description="Where reports about a cell go: an issue form that takes `title` and `body`, "
        "mailto:somebody, or none.",
    )
