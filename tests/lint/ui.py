# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms (.ui) that open, can be translated and can be read aloud, and the same for buttons that C
makes.  Whether a form fits its class is shown by tests/ui, which load it."""
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import banned
from tree import Complaint, Tree, line_of

RULES = {
    "form": "a form is well-formed XML that begins with <interface>, and uses types of the floor",
    "text": 'a text for people is marked translatable="yes"',
    "said": "a button that shows a picture alone has a tooltip or an accessible label",
    "listed": "a form stands in a gresource.xml, or nobody could load it",
}

# Properties that people read.
TEXTS = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text", "text",
         "heading", "body", "text-markup", "tooltip-markup"}
SPEAKING = re.compile(r"\w*[^\W\d_]\w*")
BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton", "AdwSplitButton", "GtkLinkButton"}
SAID = {"label", "tooltip-text", "tooltip-markup"}

PICTURE_BUTTON = re.compile(r"\b(?:gtk_button_new_from_icon_name|gtk_button_set_icon_name|"
                            r"gtk_menu_button_set_icon_name)\s*\(")
SAYS = re.compile(r"\b(?:gtk_widget_set_tooltip_text|ebb_widget_set_accessible|"
                  r"gtk_accessible_update_(?:property|relation)\w*)\s*\(")


def line_in(text: str, piece: str) -> int:
    return line_of(text, max(0, text.find(piece)))


def check_form(tree: Tree, path: str) -> Iterator[Complaint]:
    text = tree.text(path)
    try:
        form = ElementTree.fromstring(text)
    except ElementTree.ParseError as problem:
        yield Complaint("form", path, problem.position[0], str(problem))
        return
    if form.tag != "interface":
        yield Complaint("form", path, 1, f"begins with <{form.tag}>")
    for kind in {part.get("class") or part.get("parent") for part in form.iter()} - {None}:
        if kind in banned.ABSENT_TYPES or kind in banned.REPLACED_TYPES:
            yield Complaint("form", path, line_in(text, f'"{kind}"'), f"{kind} is not for forms")
    for value in form.iter("property"):
        words = (value.text or "").strip()
        marked = value.get("translatable") in ("yes", "true")
        if value.get("name", "").replace("_", "-") in TEXTS and SPEAKING.search(words) \
                and not marked and len(value) == 0:
            yield Complaint("text", path, line_in(text, words), f'"{words}" is not translatable')
    for part in form.iter("object"):
        if part.get("class") in BUTTONS and is_silent(part):
            yield Complaint("said", path, line_in(text, f'id="{part.get("id")}"'), RULES["said"])


def is_silent(button: ElementTree.Element) -> bool:
    own = {value.get("name", "").replace("_", "-") for value in button.findall("property")}
    spoken = button.findall("accessibility/property[@name='label']") + \
        button.findall("accessibility/relation[@name='labelled-by']")
    return "icon-name" in own and not own & SAID and not spoken


def check_code(tree: Tree, path: str) -> Iterator[Complaint]:
    """C may give the name elsewhere in the file: as many names as picture buttons, at least."""
    code = tree.code(path)
    buttons = list(PICTURE_BUTTON.finditer(code))
    if len(buttons) > len(SAYS.findall(code)):
        yield Complaint("said", path, line_of(code, buttons[-1].start()), RULES["said"])


def check(tree: Tree) -> Iterator[Complaint]:
    forms = tree.files(".ui", under=("ui/",))
    lists = " ".join(tree.text(path) for path in tree.files(".gresource.xml"))
    for path in forms:
        yield from check_form(tree, path)
        if path.removeprefix("ui/") + "<" not in lists:
            yield Complaint("listed", path, 1, RULES["listed"])
    for path in tree.c_files(under=("ui/", "app/")):
        yield from check_code(tree, path)
