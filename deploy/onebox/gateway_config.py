"""How do the repository's gateway files become the ones that Traefik runs with on one machine?

`python -m onebox.gateway_config gateway` checks the repository's own files: it prints a line for
each problem and exits 1.
"""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from onebox.errors import OneboxError
from onebox.gateway_problems import problems_in
from onebox.gateway_template import rendered


class MistypedGatewayNameError(OneboxError):
    """The gateway would drop a route without a word if this file were written."""


class UnusableTraceRatioError(OneboxError):
    """Which share of all traces to record is not said in a number."""


def static_configuration(
    repository_gateway_dir: Path,
    *,
    web_port: int,
    internal_port: int,
    dynamic_dir: Path,
    access_log: Path,
    web_host: str = "127.0.0.1",
) -> str:
    """Return traefik.yml with this machine's addresses and paths, and nothing else changed."""
    static: dict[str, Any] = yaml.safe_load((repository_gateway_dir / "traefik.yml").read_text())
    static["entryPoints"]["web"]["address"] = _address(web_host, web_port)
    static["entryPoints"]["internal"]["address"] = f"127.0.0.1:{internal_port}"
    static["providers"]["file"]["directory"] = str(dynamic_dir)
    static["accessLog"]["filePath"] = str(access_log)
    return yaml.safe_dump(static, sort_keys=False)


def with_tracing(static: str, environment: Mapping[str, str]) -> str:
    """Return the static file with where spans go; beside it Traefik reads no variables."""
    endpoint = environment.get("VLO_OTLP_ENDPOINT", "").rstrip("/")
    if not endpoint:
        return static
    section = {
        "serviceName": "gateway",
        "sampleRate": _ratio(environment.get("VLO_TRACE_RATIO", "0.1")),
        "otlp": {"http": {"endpoint": f"{endpoint}/v1/traces"}},
    }
    return static + yaml.safe_dump({"tracing": section}, sort_keys=False)


def _ratio(given: str) -> float:
    try:
        ratio = float(given)
    except ValueError:
        ratio = -1.0
    if not 0 <= ratio <= 1:
        raise UnusableTraceRatioError(
            f"VLO_TRACE_RATIO is {given!r}. Set it to a number from 0 to 1, such as 0.1."
        )
    return ratio


def services_file(repository_gateway_dir: Path, urls: Mapping[str, Sequence[str]]) -> str:
    """Return services.yml with these replicas' addresses in it, by tier; none at all means 503."""
    template = (repository_gateway_dir / "dynamic" / "services.yml").read_text()
    return rendered(
        template,
        {f"VLO_{tier.upper()}_URLS": ",".join(tier_urls) for tier, tier_urls in urls.items()},
    )


def write_dynamic(directory: Path, name: str, text: str) -> None:
    """Put one file into the directory that Traefik watches, in one step, if all names resolve."""
    _refuse_problems(_texts(directory) | {name: text})
    _replace(directory / name, text)


def main(arguments: Sequence[str]) -> int:
    """Check a repository's gateway folder and print what is wrong with it."""
    gateway_dir = Path(arguments[0] if arguments else "gateway")
    files = _texts(gateway_dir / "dynamic")
    problems = problems_in(files) if files else [f"{gateway_dir}/dynamic: holds no *.yml file"]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _refuse_problems(files: Mapping[str, str]) -> None:
    problems = problems_in(files, os.environ)
    if problems:
        raise MistypedGatewayNameError(
            "The gateway's files were left as they are, because with the new ones it would lose "
            f"routes. Correct this first: {'; '.join(problems)}."
        )


def _texts(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(directory.glob("*.yml"))}


def _replace(path: Path, text: str) -> None:
    # Traefik reads what ends in .yml; the unfinished file does not, and lies on the same disk.
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    Path(unfinished).replace(path)


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
