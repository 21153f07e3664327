"""The demo: a city that lives on this machine, its residents speaking HTTP as browsers do."""
