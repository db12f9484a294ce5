"""Matplotlib's figure, as a notebook shows it: with its title, its caption and what there is to see."""

import base64
import io
from html import escape

from matplotlib.figure import Figure

DOTS_PER_INCH = 160
SHOWN_WIDTH = 560


class Sheet(Figure):
    """A figure that says of itself what it is; the three texts are empty until it is finished."""

    title = ""
    caption = ""
    alt = ""

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self._png()).decode()
        return (
            f"<figure><figcaption><strong>{escape(self.title)}</strong></figcaption>"
            f'<img alt="{escape(self.alt)}" width="{SHOWN_WIDTH}" src="data:image/png;base64,{picture}">'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )

    def _png(self) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        FigureCanvasAgg(self)
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=DOTS_PER_INCH, facecolor="white", metadata={"Software": None})
        return buffer.getvalue()
