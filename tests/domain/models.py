"""Models with other options than the published ones."""

from app.domain.catalogue import Option
from app.domain.published import changed
from app.domain.scoring import Model


def with_options(model: Model, options: tuple[Option, ...]) -> Model:
    """Return the model of the same facts with other options."""
    return Model.of(changed(model.catalogue, options=options), model.graph, model.scales)
