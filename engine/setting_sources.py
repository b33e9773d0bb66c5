"""Where settings come from: what is passed in, then the environment."""

from __future__ import annotations

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


class FromEnvironment(BaseSettings):
    """Settings for which no `.env` and no folder of secrets is looked through."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The two, the one that goes before the other first."""
        return init_settings, env_settings


def unreadable(error: Exception) -> str:
    """Why the file of a setting gives nothing; its name stays out, for it may be the secret."""
    why = error.strerror if isinstance(error, OSError) else "it is no text"
    return f"the file that it names cannot be read: {why}"
