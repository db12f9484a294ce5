"""What every config model has in common: frozen, unknown keys forbidden, texts in two languages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Lower case, digits and underscores; starts with a letter.",
    ),
]


class Settings(BaseModel):
    """A part of the config: immutable once read, a misspelt key is an error, and numbers are finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Text(Settings):
    """A text that readers see, complete in both languages."""

    nl: str = Field(min_length=1, description="Dutch.")
    en: str = Field(min_length=1, description="English.")

    def in_language(self, language: str) -> str:
        """Return the text in ``nl`` or ``en``."""
        return self.nl if language == "nl" else self.en
