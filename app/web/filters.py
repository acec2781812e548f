"""Read filters from a query: a name may stand several times, and empty ones say nothing."""

from fastapi import Request

from app.domain.selection import Wanted


def wanted_in(request: Request) -> Wanted:
    """Return each filter with its values; whether they exist is for the facts to say."""
    query = request.query_params
    found = {name: [value for value in query.getlist(name) if value] for name in query}
    return {name: values for name, values in found.items() if values}
