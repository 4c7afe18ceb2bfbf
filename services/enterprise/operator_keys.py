"""`python -m enterprise.operator_keys create --name …`: a key for the tier's operators."""

from enterprise.settings import EnterpriseSettings
from shared.auth.operator_keys import main
from shared.tiers import BusinessTier

if __name__ == "__main__":
    settings = EnterpriseSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    main(BusinessTier.ENTERPRISE, settings)
