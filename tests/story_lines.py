"""Paragraphs of our own that pages in tests are made of: three of one story, two of another."""

SALT = "The harbour town of Brell has reopened its old salt works, and the first barrels left on Monday morning."
VAULTS = "Workers spent eleven months drying the brick vaults, which a flood in spring had filled to the roof."
PRICE = "A barrel will cost ninety crowns, a third more than before, because the wood for it has become scarce."
FERRY = "The night ferry to Sorrel Island sails again from the first of May, the harbour office said."
SHAFT = "Its engine had been taken apart over the winter, and nobody could say when a new shaft would come."
