"""A record of the demo city that a person may see, for each argument a route can take."""

from django.apps import apps
from django.db.models import Model

from accounts.models import User

# Where the argument is not the model's own name.
MODELS = {
    "version": "plans.PlanVersion",
    "import": "plans.PlanImport",
    "run": "assessments.SignRun",
    "act": "observers.ObservationAct",
    "case": "schools.Case",
}


def model_of(argument: str) -> type[Model] | None:
    noun = argument.removesuffix("_id")
    if noun in MODELS:
        return apps.get_model(MODELS[noun])
    plain = noun.replace("_", "")
    return next((model for model in apps.get_models() if model._meta.model_name == plain), None)


def first_visible(argument: str, user: User) -> int | None:
    """The oldest record behind an argument like `plan_id`; None where this person sees none."""
    model = model_of(argument)
    if model is None:
        return None
    seen = getattr(model._default_manager, "visible_to", None)
    records = seen(user) if seen else model._default_manager.all()
    return records.order_by("pk").values_list("pk", flat=True).first()
