"""Raw updates in, commands out: what every kind of update becomes, for every kind of speaker."""
