"""A QR code as a picture that a paper or a page can hold."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


def svg(text):
    """The code as SVG, with the quiet zone that readers need around it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    squares = "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{squares}"/></svg>'
    )
