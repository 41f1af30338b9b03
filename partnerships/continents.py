"""In which continent a country lies: the statistical regions M49 of the United Nations."""

from babel import Locale
from django.utils.translation import get_language

# Key in the address, its code in the CLDR, and the countries by their ISO 3166-1 codes, after
# the territory containment of the CLDR 47. A territory lies where it is, not where it is ruled.
CONTINENTS = {
    "africa": (
        "002",
        (
            "AC AO BF BI BJ BW CD CF CG CI CM CV DG DJ DZ EA EG EH ER ET GA GH GM GN GQ GW IC "
            "IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ "
            "TA TD TF TG TN TZ UG YT ZA ZM ZW"
        ),
    ),
    "americas": (
        "019",
        (
            "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CP CR CU CW DM DO EC FK GD GF GL "
            "GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY "
            "VC VE VG VI"
        ),
    ),
    "asia": (
        "142",
        (
            "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB "
            "LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
        ),
    ),
    "europe": (
        "150",
        (
            "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT "
            "JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK"
        ),
    ),
    "oceania": (
        "009",
        ("AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"),
    ),
}


def countries_of(key):
    """The codes of a continent's countries."""
    return CONTINENTS[key][1].split()


def continent_names():
    """(key, name in the reader's language) of each continent, by name."""
    names = Locale.parse(get_language(), sep="-").territories
    return sorted(
        ((key, names[code]) for key, (code, _countries) in CONTINENTS.items()),
        key=lambda line: line[1].casefold().replace("á", "a"),
    )
