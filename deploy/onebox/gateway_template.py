"""What do the gateway's dynamic files say once their template actions are filled in?

Traefik renders its dynamic files as Go templates. The repository's files use two forms only, a
value from the environment with a default and a loop over addresses, so that they can be rendered
here too: to check them before Traefik sees them, and to write literal addresses on one machine,
where a running Traefik's environment cannot change.
"""

import re
from collections.abc import Mapping

_LOOP = re.compile(
    r'[ \t\n]*\{\{- range \$url := compact \(splitList "," \(env "(\w+)"\)\) \}\}'
    r"(.*?)[ \t\n]*\{\{- end \}\}",
    re.DOTALL,
)
_ITEM = "{{ $url }}"
_VALUE = re.compile(r'\{\{ env "(\w+)" \| default "([^"]*)" \}\}')


class UnknownTemplateFormError(Exception):
    """A template action of a form that cannot be rendered, and so not checked, here."""


def rendered(text: str, variables: Mapping[str, str]) -> str:
    """Return `text` with every template action replaced, as Traefik would with this environment."""

    def loop(match: re.Match[str]) -> str:
        urls = [url for url in variables.get(match[1], "").split(",") if url]
        return "".join(match[2].replace(_ITEM, url) for url in urls)

    def value(match: re.Match[str]) -> str:
        return variables.get(match[1]) or match[2]

    plain = _VALUE.sub(value, _LOOP.sub(loop, text))
    if "{{" in plain:
        line = next(line.strip() for line in plain.splitlines() if "{{" in line)
        raise UnknownTemplateFormError(
            f"'{line}' is not one of the two template forms that gateway files may use: "
            '`{{ env "NAME" | default "value" }}` and the loop over addresses of services.yml'
        )
    return plain
