"""What grid workers and duty desks say and press about the work in hand."""
