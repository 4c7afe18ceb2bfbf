"""Which reply a review gets, who must look at it first, and how far it is."""
