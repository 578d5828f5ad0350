"""Rule sets as plain JSON and back, without loss: for the tool, for storage, and as the base of the YAML form.

A node is a mapping with `is` (its kind), `at` (its span), `key`, `digest`, and its own fields; fields that have their
default are left out. Additive change only.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from assistant.eligibility.nodes import NAMES, Node
from assistant.eligibility.rules import Finding, RuleSet, Source
from corpus.errors import UserMistake
from corpus.model import Span

Json = dict[str, Any]
_TYPES = {name: kind for kind, name in NAMES.items()}


def rules_to_dict(rules: RuleSet) -> Json:
    """The rule set as JSON-ready data."""
    return _fields_to_dict(rules)


def rules_from_dict(data: Mapping[str, Any]) -> RuleSet:
    """The rule set that `rules_to_dict` wrote. Raises UserMistake naming the place that cannot be meant."""
    rules: RuleSet = _object(RuleSet, data, "rules")
    return rules


def rules_to_json(rules: RuleSet) -> str:
    """The rule set as one line of JSON with sorted keys: equal rule sets have equal lines."""
    return json.dumps(rules_to_dict(rules), ensure_ascii=False, sort_keys=True)


def rules_from_json(text: str) -> RuleSet:
    """The rule set in a text that `rules_to_json` wrote. Raises UserMistake where it is none."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UserMistake(f"rules: not JSON ({error})", mend="specs rules CODE --json writes them") from error
    return rules_from_dict(data)


def node_to_dict(node: Node) -> Json:
    """One node with everything under it."""
    return {"is": NAMES[type(node)], **_fields_to_dict(node)}


def node_from_dict(data: object, where: str) -> Node:
    """The node that the mapping describes. `where` names its place, for the errors (UserMistake)."""
    if not isinstance(data, Mapping) or data.get("is") not in _TYPES:
        raise UserMistake(f"{where}: a rule needs `is`, one of {', '.join(_TYPES)}")
    node: Node = _object(_TYPES[str(data["is"])], data, where)
    return node


def _fields_to_dict(value: Any) -> Json:
    found: Json = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if isinstance(content, Source):
            found.update(_source(content))
        elif field.default is MISSING or content != field.default:
            found[field.name] = _encode(content)
    return found


def _source(source: Source) -> Json:
    found: Json = {"at": _encode(source.span), "key": source.key, "digest": source.digest}
    return {**found, "more": _encode(source.more)} if source.more else found


def _encode(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Node):
        return node_to_dict(value)
    return _fields_to_dict(value) if isinstance(value, Finding) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _object(kind: type[Any], data: object, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise UserMistake(f"{where}: expected a mapping of fields, found {data!r}")
    known = {field.name: field for field in fields(kind)}
    names = set(known) - {"source"} | ({"is", "at", "key", "digest", "more"} if "source" in known else set())
    unknown = sorted(str(name) for name in data if name not in names)
    if unknown:
        raise UserMistake(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(names))}")
    values = {name: _value(field, kind, data, where) for name, field in known.items()}
    return kind(**values)


def _value(field: Field[Any], kind: type, data: Mapping[str, Any], where: str) -> Any:
    if field.name == "source":
        return _read_source(data, where)
    if field.name in data:
        return _decode(_hints(kind)[field.name], data[field.name], f"{where}.{field.name}")
    if field.default is MISSING:
        raise UserMistake(f"{where}: the field {field.name!r} is missing")
    return field.default


def _read_source(data: Mapping[str, Any], where: str) -> Source:
    if "at" not in data:
        raise UserMistake(f"{where}: the field 'at' (start and end in the text) is missing")
    return Source(
        _decode(Span, data["at"], f"{where}.at"),
        _decode(str, data.get("key", ""), f"{where}.key"),
        _decode(str, data.get("digest", ""), f"{where}.digest"),
        _decode(tuple[Span, ...], data.get("more", ()), f"{where}.more"),
    )


def _decode(hint: Any, value: Any, where: str) -> Any:
    """The value as its field's type asks for it."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(hint), value, where)
    if origin is tuple:
        return _decode_list(get_args(hint)[0], value, where)
    if hint in NAMES:
        return _decode_union((hint,), value, where)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _decode_choice(hint, value, where)
    return {Span: _decode_span, Finding: _decode_finding}.get(hint, _plain)(hint, value, where)


def _decode_list(inner: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise UserMistake(f"{where}: expected a list, found {value!r}")
    return tuple(_decode(inner, item, f"{where}[{place}]") for place, item in enumerate(value))


def _decode_choice(hint: type[Enum], value: Any, where: str) -> Enum:
    try:
        return hint(value)
    except ValueError as error:
        known = ", ".join(str(member.value) for member in hint)
        raise UserMistake(f"{where}: {value!r} is none of {known}") from error


def _decode_span(_: Any, value: Any, where: str) -> Span:
    if not (isinstance(value, list | tuple) and len(value) == 2 and all(type(item) is int for item in value)):
        raise UserMistake(f"{where}: expected [start, end], found {value!r}")
    return Span(*value)


def _decode_finding(hint: Any, value: Any, where: str) -> Any:
    return _object(hint, value, where)


def _decode_union(options: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in options:
        return None
    kinds = [option for option in options if option is not type(None)]
    if all(kind in NAMES for kind in kinds):
        found = node_from_dict(value, where)
        if type(found) not in kinds:
            raise UserMistake(f"{where}: {NAMES[type(found)]} cannot stand here")
        return found
    return _decode(kinds[0], value, where)


def _plain(hint: Any, value: Any, where: str) -> Any:
    if hint is float and type(value) in (int, float):
        return float(value)
    if type(value) is not hint:
        raise UserMistake(f"{where}: expected {hint.__name__}, found {value!r}")
    return value
