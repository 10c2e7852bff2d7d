"""What a grid worker asks for in a few words: an amount of time, a day, a body to call, a move of the case."""
