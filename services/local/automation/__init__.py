"""The day's routine: every task once per business and local date, and honest figures of it."""
