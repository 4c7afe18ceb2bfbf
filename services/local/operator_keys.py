"""`python -m local.operator_keys create --name …`: a key for the tier's operators."""

from local.settings import LocalSettings
from shared.auth.operator_keys import main
from shared.startup import one_line_at_exit, read_settings
from shared.tiers import BusinessTier

if __name__ == "__main__":
    with one_line_at_exit("local-operator-keys"):
        settings = read_settings(LocalSettings)
    main(BusinessTier.LOCAL, settings)
