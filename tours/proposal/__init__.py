"""Which guide leads which tour: judged one by one, ranked for one tour, assigned for many."""
