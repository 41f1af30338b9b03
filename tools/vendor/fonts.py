# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0"]
# ///
"""
Make office/papers/fonts: the typefaces that papers are set in, each cut to what it is needed for.

From npm packages, with `npm pack`; needs npm and fontTools (`uv run tools/vendor/fonts.py`).
The same versions give the same bytes.
"""

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).parent.parent.parent
TARGET = ROOT / "office" / "papers" / "fonts"
TITILLIUM = "package/dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin"
NEEDLESS = ["DSIG", "VORG", "vhea", "vmtx"]  # signatures, and setting from top to bottom
CHARACTERS = [chr(code) for code in range(0x20, 0x10000) if not 0xD800 <= code < 0xF900]
# Found in names of people, and in none of the standards below.
IN_CHINESE_NAMES = "镕喆堃珺玥祎昇瑀赟翀玙曌甯頔沄芃晞旻昕煊烨焱淼垚犇鑫喆翾"


def written_in(codec, wanted=bool):
    """The characters that an old encoding knows, as numbers; each is a national standard."""
    found = set()
    for character in CHARACTERS:
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            continue
        if wanted(code):
            found.add(ord(character))
    return found


def is_han(number):
    return 0x3400 <= number < 0xA000


def chinese():
    """GB 2312, the commoner half of Big5, and what names need besides."""
    common = written_in("big5", lambda code: code[0] < 0xC9)
    return written_in("gb2312") | common | {ord(one) for one in IN_CHINESE_NAMES}


def japanese():
    """JIS X 0208 with the makers' additions, among which 髙 and 﨑 of so many names are."""
    return written_in("cp932")


def korean():
    """KS X 1001 without its Chinese characters, which the other two have."""
    found = written_in("euc_kr", lambda code: len(code) <= 2)
    return {number for number in found if not is_han(number)}


def everything():
    return range(0x110000)


@dataclass(frozen=True)
class Font:
    package: str
    file: str
    name: str
    characters: callable = everything
    is_cut: bool = True


def google(package, name, weights=("400Regular",), characters=everything):
    return [
        Font(
            f"@expo-google-fonts/{package}",
            f"package/{weight}/{name}_{weight}.ttf",
            f"{name}-{weight[3:]}.ttf",
            characters,
        )
        for weight in weights
    ]


FONTS = [
    # As it is: the licence keeps the name for the unchanged face.
    *(
        Font(
            "bootstrap-italia@2.18.3", f"{TITILLIUM}-{a}.ttf", f"TitilliumWeb-{b}.ttf", is_cut=False
        )
        for a, b in [("regular", "Regular"), ("600", "SemiBold"), ("700", "Bold")]
    ),
    *google("noto-sans@0.4.2", "NotoSans", ("400Regular", "600SemiBold")),
    # Its letters are drawn whole: in Noto's the dots stand apart, and a word copied from the PDF
    # loses them. Noto's has the rarer letters.
    *google("vazirmatn@0.4.1", "Vazirmatn", ("400Regular", "600SemiBold")),
    *google("noto-naskh-arabic@0.4.5", "NotoNaskhArabic"),
    *google("noto-sans-hebrew@0.4.1", "NotoSansHebrew"),
    *google("noto-sans-devanagari@0.4.1", "NotoSansDevanagari"),
    *google("noto-sans-ethiopic@0.4.2", "NotoSansEthiopic"),
    *google("noto-sans-armenian@0.4.2", "NotoSansArmenian"),
    *google("noto-sans-georgian@0.4.3", "NotoSansGeorgian"),
    *google("noto-sans-thai@0.4.2", "NotoSansThai"),
    *google("noto-sans-sc@0.4.3", "NotoSansSC", characters=chinese),
    *google("noto-sans-jp@0.4.3", "NotoSansJP", characters=japanese),
    *google("noto-sans-kr@0.4.3", "NotoSansKR", characters=korean),
]


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in [*TARGET.glob("*.ttf"), *TARGET.glob("*.OFL.txt")]:
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for package in dict.fromkeys(font.package for font in FONTS):
            fonts = [font for font in FONTS if font.package == package]
            unpack(package, fonts, Path(folder))
    total = sum(file.stat().st_size for file in TARGET.glob("*.ttf"))
    print(f"{len(FONTS)} fonts, {total / 1_000_000:.1f} MB")


def unpack(package, fonts, folder):
    packed = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", folder, package],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with tarfile.open(folder / packed) as archive:
        for font in fonts:
            content = archive.extractfile(font.file).read()
            if not font.is_cut:
                (TARGET / font.name).write_bytes(content)
                continue
            (folder / font.name).write_bytes(content)
            cut(folder / font.name, font.characters(), TARGET / font.name)
        if fonts[0].is_cut:
            family = fonts[0].name.split("-")[0]
            licence = archive.extractfile("package/LICENSE_FONT").read()
        else:
            family = "TitilliumWeb"
            licence = (ROOT / "static" / "vendor" / "fonts" / "OFL.txt").read_bytes()
        (TARGET / f"{family}.OFL.txt").write_bytes(licence)


def cut(source, characters, target):
    """The font with these characters alone, and all that their shaping needs."""
    options = subset.Options(hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += NEEDLESS
    # How a page is set from top to bottom, which no paper of ours is.
    options.layout_features = [
        one for one in options.layout_features if one not in ("vert", "vrt2")
    ]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    main()
