"""An address book of people who do not exist."""

GIVEN = ["Ada", "Bruno", "Chiara", "Davide", "Elena", "Fabio", "Greta", "Hugo", "Irene", "Jonas"]
FAMILY = ["Bellocamp", "Chiarofont", "Dolcevent", "Erbabuon", "Fioralb", "Grandifium", "Lungarn"]
ENDINGS = ["i", "o", "a", "etti", "ini", "ucci", "one", "esi", "ari", "andi", "elli"]
HEADER = ["Titolo", "Nome", "Cognome", "Carica", "Organizzazione", "E-mail", "Telefono", "Note"]


def contacts(count):
    """Rows of different people, fifty to an organisation."""
    for n in range(count):
        family = FAMILY[n // 10 % 7] + ENDINGS[n // 70 % 11]
        family += f" {chr(65 + n // 770)}uno" if n >= 770 else ""
        contact = [f"person.{n}@example.org", f"+39 055 {2000000 + n}", ""]
        yield ["Dr", GIVEN[n % 10], family, "Referente", f"Istituto {n // 50}", *contact]
