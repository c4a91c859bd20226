"""How far a country or an organisation has come with the 21 capabilities of the Model National Response."""
