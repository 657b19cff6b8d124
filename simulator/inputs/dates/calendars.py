"""The calendar of a run: public holidays, weekends and office hours, by which working hours become dates."""

from typing import TYPE_CHECKING, Any

from pydantic import field_validator, model_validator

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.public_holidays import country_code, region_code, working_days
from buyermaze.simulator.inputs.grammar.fields import Sheet, number, table

if TYPE_CHECKING:
    from buyermaze.simulator.core.clock import Office

LEAST_OPEN = 1.0  # hours a day an office is open at least; assumption


class Calendar(Sheet):
    """Which days are worked, and when the office is open; as shipped, Monday to Friday from 9 to 17 and no holidays."""

    country: str = table(
        "",
        "Country whose public holidays and weekend are days off, by code or English name; empty: none, Monday to Friday.",
        "the holidays library (vacanza/holidays), official lists by country",
        "B",
    )
    region: str = table("", "State, canton or province with holidays of its own, by code or name; empty: none.")
    opens: float = number(
        9, 0, 23, "hour of the day", "When the office opens; eight hours of work are spread until it closes."
    )
    closes: float = number(17, 1, 24, "hour of the day", "When the office closes.")

    @property
    def office(self) -> "Office":
        """Return the working hours as dates are counted by them."""
        from buyermaze.simulator.core.clock import Office

        return Office(working_days(self.country, self.region), self.opens, self.closes)

    @field_validator("country")
    @classmethod
    def _is_a_country(cls, country: str) -> str:
        return country_code(country)

    @model_validator(mode="before")
    @classmethod
    def _region_of_the_country(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data  # refused as no group of parameters
        region, country = data.get("region"), data.get("country", "")
        if not isinstance(region, str) or not region or not isinstance(country, str):
            return data
        try:
            country = country_code(country)
        except InputProblem:
            return data  # the country is refused by itself
        return {**data, "region": region_code(country, region)}

    @model_validator(mode="after")
    def _is_open(self) -> "Calendar":
        if self.closes - self.opens < LEAST_OPEN:
            raise ValueError(f"closes: {self.closes:g} is not an hour or more after opens, {self.opens:g}")
        return self
