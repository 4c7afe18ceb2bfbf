"""What do a directory's dynamic files define together, and which of them cannot even be read?"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from onebox.gateway_template import UnknownTemplateFormError, rendered

SECTIONS = ("routers", "services", "middlewares", "serversTransports")


@dataclass(frozen=True, slots=True)
class Definition:
    """One named thing: where it was written and what it says."""

    file: str
    name: str
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Definitions:
    """Everything that the files define, by section and name, and what could not be read."""

    sections: dict[str, dict[str, Definition]] = field(
        default_factory=lambda: {section: {} for section in SECTIONS}
    )
    problems: list[str] = field(default_factory=list[str])

    def add(self, section: str, definition: Definition) -> None:
        """Keep a definition, unless another file took its name: Traefik would drop both."""
        taken = self.sections[section].setdefault(definition.name, definition)
        if taken is not definition:
            self.problems.append(
                f"{definition.file}: {section} '{definition.name}' is also defined in "
                f"{taken.file}; Traefik would drop both"
            )


class _OncePerKeyLoader(yaml.SafeLoader):
    """Refuses a mapping that has a key twice, as Traefik does and PyYAML does not."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - the base class's signature
    ) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        repeated = {key for key in keys if keys.count(key) > 1}
        if repeated:
            raise yaml.constructor.ConstructorError(
                None, None, f"'{min(repeated)}' stands twice in one mapping", node.start_mark
            )
        return super().construct_mapping(node, deep)


def definitions_in(dynamic_files: Mapping[str, str], environment: Mapping[str, str]) -> Definitions:
    """Render and read every file; what cannot be read becomes a problem, not an exception."""
    definitions = Definitions()
    for file, text in dynamic_files.items():
        try:
            loader = _OncePerKeyLoader(rendered(text, environment))
            document: object = loader.get_single_data()
        except (yaml.YAMLError, UnknownTemplateFormError) as error:
            definitions.problems.append(f"{file}: cannot be read: {' '.join(str(error).split())}")
            continue
        for section, name, fields in _entries(file, document, definitions.problems):
            definitions.add(section, Definition(file, name, fields))
    return definitions


def _entries(
    file: str, document: object, problems: list[str]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    root = _mapping(document)
    problems.extend(_unknown(file, "top level", root, ("http",)))
    http = _mapping(root.get("http"))
    if not http:
        problems.append(f"{file}: has no 'http:' with something in it")
    problems.extend(_unknown(file, "http", http, SECTIONS))
    for section in SECTIONS:
        for name, fields in _mapping(http.get(section)).items():
            yield section, name, _mapping(fields)


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _unknown(
    file: str, where: str, mapping: Mapping[str, Any], known: tuple[str, ...]
) -> list[str]:
    return [
        f"{file}: {where}: '{key}' is not known here (known: {', '.join(known)})"
        for key in mapping
        if key not in known
    ]
