"""
Sets one paper, in a process of its own: `python typesetter.py`, with a job on standard input.

Typst keeps all that it ever set in memory, hundreds of megabytes after some large reports, and
gives none of it back. A process that ends does, and costs 30 milliseconds. It needs no Django,
and knows nothing of the settings.
"""

import json
import re
import sys

ACCESSIBLE = "ua-1"
NOT_SHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')


def main():
    job = json.load(sys.stdin)
    head, content = typeset(job)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


def typeset(job):
    """(what is to be said of the paper, its bytes); no bytes where there is an error."""
    from typst import Compiler, Fonts, TypstError

    fonts = Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]]
    )
    compiler = Compiler(
        job["template"],
        root=job["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": job["data"]},
    )
    try:
        return {"missing": []}, compiler.compile(format="pdf", pdf_standards=[ACCESSIBLE])
    except TypstError as error:
        if "PDF/UA" not in error.diagnostic:
            return {"error": error.diagnostic}, b""
        said = {
            "missing": list(dict.fromkeys(NOT_SHOWN.findall(error.diagnostic))),
            "inaccessible": error.message,
        }
    # Once more, without calling itself accessible: blank places are better than no paper.
    return said, compiler.compile(format="pdf")


if __name__ == "__main__":
    main()
