"""`python -m enterprise.operator_keys create --name …`: a key for the tier's operators."""

from enterprise.settings import EnterpriseSettings
from shared.auth.operator_keys import main
from shared.startup import one_line_at_exit, read_settings
from shared.tiers import BusinessTier

if __name__ == "__main__":
    with one_line_at_exit("enterprise-operator-keys"):
        settings = read_settings(EnterpriseSettings)
    main(BusinessTier.ENTERPRISE, settings)
