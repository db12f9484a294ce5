"""What REFI-QDA's schema (Project.xsd 1.0, 2019) allows in an element: attributes, and children in order."""

from dataclasses import dataclass

AUDIT = ("creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
MARKED = ("Description", "Coding", "NoteRef")
CORNERS = ("firstX", "firstY", "secondX", "secondY")
VALUES = tuple(f"{kind}Value" for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime"))


@dataclass(frozen=True)
class Shape:
    """An element's attributes and its children in the order that the schema wants."""

    attributes: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


TEXT = Shape(
    ("guid", "name", "richTextPath", "plainTextPath", *AUDIT),
    ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"),
)
REFERENCE = Shape(("targetGUID",))


def _media(*inside: str) -> Shape:
    children = ("Description", *inside, "Coding", "NoteRef", "VariableValue")
    return Shape(("guid", "name", "path", "currentPath", *AUDIT), children)


def _marked(*place: str, inside: tuple[str, ...] = MARKED) -> Shape:
    return Shape(("guid", "name", *place, *AUDIT), inside)


SHAPES = {
    **dict.fromkeys(("TextSource", "Representation", "TextDescription", "Note"), TEXT),
    "PDFSource": _media("PDFSelection", "Representation"),
    "PictureSource": _media("TextDescription", "PictureSelection"),
    "AudioSource": _media("Transcript", "AudioSelection"),
    "VideoSource": _media("Transcript", "VideoSelection"),
    "Transcript": Shape(
        TEXT.attributes, ("Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef")
    ),
    "SyncPoint": Shape(("guid", "timeStamp", "position")),
    "PlainTextSelection": _marked("startPosition", "endPosition"),
    "PDFSelection": _marked("page", *CORNERS, inside=("Description", "Representation", "Coding", "NoteRef")),
    "PictureSelection": _marked(*CORNERS),
    "AudioSelection": _marked("begin", "end"),
    "VideoSelection": _marked("begin", "end"),
    "TranscriptSelection": _marked("fromSyncPoint", "toSyncPoint"),
    "Coding": Shape(("guid", "creatingUser", "creationDateTime"), ("CodeRef", "NoteRef")),
    "User": Shape(("guid", "name", "id")),
    "Code": Shape(("guid", "name", "isCodable", "color"), ("Description", "NoteRef", "Code")),
    "Variable": Shape(("guid", "name", "typeOfVariable"), ("Description",)),
    "Case": Shape(("guid", "name"), ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef")),
    "VariableValue": Shape((), ("VariableRef", *VALUES)),
    "Link": Shape(("guid", "name", "direction", "color", "originGUID", "targetGUID"), ("NoteRef",)),
    "Set": Shape(("guid", "name"), ("Description", "MemberCode", "MemberSource", "MemberNote")),
    "Graph": Shape(("guid", "name"), ("Vertex", "Edge")),
    "Vertex": Shape(("guid", "representedGUID", "name", *CORNERS, "shape", "color")),
    "Edge": Shape(
        *[
            (
                "guid",
                "representedGUID",
                "name",
                "sourceVertex",
                "targetVertex",
                "color",
                "direction",
                "lineStyle",
            )
        ]
    ),
    **dict.fromkeys(
        (
            "CodeRef",
            "NoteRef",
            "SourceRef",
            "SelectionRef",
            "VariableRef",
            "MemberCode",
            "MemberSource",
            "MemberNote",
        ),
        REFERENCE,
    ),
}
"""By the element's name; elements that hold text alone (Description, PlainTextContent, values) have none."""
