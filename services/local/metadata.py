"""Every table of the local tier's database: importing this registers them all."""

from shared.auth import models as auth_models
from shared.limits import models as limits_models

MODULES = (auth_models, limits_models)
