"""The words of the programme of the demonstration's big visit, in it, en, fr, de, es."""

# Key -> (title, details for the guests or ()).
ITEMS = {
    "arrival": (
        (
            "Trasferimento in albergo",
            "Transfer to the hotel",
            "Transfert à l’hôtel",
            "Fahrt zum Hotel",
            "Traslado al hotel",
        ),
        (
            "Un minibus vi aspetta all’uscita.",
            "A minibus waits for you at the exit.",
            "Un minibus vous attend à la sortie.",
            "Ein Kleinbus erwartet Sie am Ausgang.",
            "Un microbús les espera a la salida.",
        ),
    ),
    "briefing": (
        (
            "Riunione preparatoria dell’ufficio",
            "Briefing of the office",
            "Réunion préparatoire du bureau",
            "Vorbesprechung des Büros",
            "Reunión preparatoria de la oficina",
        ),
        (),
    ),
    "reception": (
        (
            "Ricevimento dell’ambasciata di prova",
            "Reception of the sample embassy",
            "Réception de l’ambassade d’essai",
            "Empfang der Musterbotschaft",
            "Recepción de la embajada de prueba",
        ),
        (
            "Firma del libro d’onore.",
            "Signature in the book of honour.",
            "Signature du livre d’honneur.",
            "Eintragung ins Goldene Buch.",
            "Firma en el libro de honor.",
        ),
    ),
    "press": (
        (
            "Fotografie con la stampa",
            "Photographs with the press",
            "Photographies avec la presse",
            "Fototermin mit der Presse",
            "Fotografías con la prensa",
        ),
        (),
    ),
    "lunch": (
        (
            "Pranzo di lavoro",
            "Working lunch",
            "Déjeuner de travail",
            "Arbeitsessen",
            "Almuerzo de trabajo",
        ),
        (),
    ),
    "talk": (
        (
            "Colloquio sul patto",
            "Talk about the pact",
            "Entretien sur le pacte",
            "Gespräch über den Pakt",
            "Reunión sobre el pacto",
        ),
        (),
    ),
    "departure": (
        (
            "Trasferimento all’aeroporto",
            "Transfer to the airport",
            "Transfert à l’aéroport",
            "Fahrt zum Flughafen",
            "Traslado al aeropuerto",
        ),
        (),
    ),
}
# Key -> {language: (title, details)} in languages in which the site is not offered.
OTHER_WORDS = {
    "reception": {
        "ja": ("歓迎式典", "芳名録にご署名いただきます。"),
        "ar": ("حفل استقبال", "التوقيع في سجل الشرف."),
    },
    "lunch": {"ja": ("昼食会", ""), "ar": ("غداء عمل", "")},
}
GUESTS = [
    {
        "given_name": "Hanako",
        "family_name": "Mihon",
        "office": "Secrétaire",
        "languages": ["ja", "fr"],
        "own_name": "見本花子",
        "own_language": "ja",
        "pronunciation": "mi-HON ha-na-ko",
        "photo_consent": "yes",
    },
    {
        "given_name": "Fatima",
        "family_name": "Mithal",
        "office": "Conseillère",
        "languages": ["ar", "fr"],
        "own_name": "فاطمة مثال",
        "own_language": "ar",
        "pronunciation": "FAA-ti-ma mi-THAAL",
        "diet": "halal",
        "photo_consent": "yes",
    },
]
