"""YAML as nodes, so that a scalar keeps the very text that the file has.

Reading values and writing them again would change them: YAML 1.1 (PyYAML) and YAML 1.2 (the engine) disagree about
`on`, `0123` or `1:30`.
"""

import yaml

# PyYAML's own parser is ten times slower; its wheels bring the C one on all common platforms.
Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Dumper = yaml.CSafeDumper if yaml.__with_libyaml__ else yaml.SafeDumper

Entries = list[tuple[yaml.Node, yaml.Node]]
"""Entries of a mapping node."""

TEXT_TAG = "tag:yaml.org,2002:str"
MAP_TAG = "tag:yaml.org,2002:map"


def compose_mapping(text: str) -> yaml.MappingNode:
    """The document as a mapping node, empty for an empty document.

    Raises yaml.YAMLError for text that isn't YAML, ValueError for a document that isn't a mapping.
    """
    node = yaml.compose(text, Loader=Loader)
    if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
        return yaml.MappingNode(MAP_TAG, [])
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("the document is not a mapping")
    return node


def serialize(node: yaml.Node) -> str:
    """YAML text of a node, every scalar in the style that it came in."""
    return str(yaml.serialize(node, Dumper=Dumper, width=1 << 16, allow_unicode=True))


def entry(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    """Value of `key`, if the mapping has it."""
    return next((value for name, value in node.value if name.value == key), None)


def remove(node: yaml.MappingNode, key: str) -> bool:
    """Remove `key`; whether it was there."""
    kept: Entries = [(name, value) for name, value in node.value if name.value != key]
    removed = len(kept) < len(node.value)
    node.value = kept
    return removed


def put(node: yaml.MappingNode, key: str, value: yaml.Node) -> None:
    """Set `key` to `value`, in place when it exists."""
    for index, (name, _) in enumerate(node.value):
        if name.value == key:
            node.value[index] = (name, value)
            return
    node.value.append((text(key), value))


def text(value: str) -> yaml.ScalarNode:
    """A scalar node for a text."""
    return yaml.ScalarNode(TEXT_TAG, value)


def plain(node: yaml.Node) -> object:
    """A node as mappings, lists and texts, for comparison: styles and comments don't count."""
    if isinstance(node, yaml.MappingNode):
        return {str(plain(key)): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return str(node.value)
