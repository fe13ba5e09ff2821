"""Sets the bot going: trains when needed, starts both servers, watches over them and stops them."""
