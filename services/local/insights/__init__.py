"""The edition of the day: what a business needs to know, kept with what it rests on."""
