"""`python -m local.operator_keys create --name …`: a key for the tier's operators."""

from local.settings import LocalSettings
from shared.auth.operator_keys import main
from shared.tiers import BusinessTier

if __name__ == "__main__":
    settings = LocalSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    main(BusinessTier.LOCAL, settings)
