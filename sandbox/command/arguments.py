"""What the sandbox has to know of a `pulumi` command line; the engine parses it for good."""

from collections.abc import Sequence
from dataclasses import dataclass

LONG_OPTIONS_WITH_VALUE = frozenset(
    {
        "--client", "--color", "--config", "--config-file", "--copy-config-from", "--count", "--cwd",
        "--dependency-edge-color", "--dest", "--dot-fragment", "--event-log", "--exclude", "--exec-agent",
        "--exec-kind", "--file", "--from", "--generate-resources", "--import-file", "--import-pending-creates",
        "--memprofilerate", "--message", "--mode", "--name", "--organization", "--otel-traces", "--out", "--output",
        "--page", "--page-size", "--parallel", "--parent", "--parent-edge-color", "--path-prefix", "--plan",
        "--policy-pack", "--policy-pack-config", "--profiling", "--project", "--properties", "--provider",
        "--replace", "--resource", "--save-plan", "--secrets-provider", "--since", "--source", "--stack", "--tag",
        "--target", "--target-replace", "--teams", "--tracing", "--type", "--urn", "--verbose", "--version",
    }
)  # fmt: skip
"""Long options whose value may be the next argument. Those that may stand alone (`--refresh`) are absent."""

SHORT_OPTIONS_WITH_VALUE = {
    "up": "cmptx",
    "preview": "cmptx",
    "refresh": "cmptx",
    "destroy": "cmptx",
    "watch": "cmp",
    "import": "cmpfo",
    "config": "d",
    "logs": "r",
}
"""Short options that take a value, by command; besides `-C`, `-s` and `-v`, which do everywhere."""

COMMANDS_WITHOUT_PROJECT = frozenset(
    {
        "", "about", "ai", "api", "completion", "console", "convert", "env", "gen-completion", "gen-markdown", "help",
        "login", "logout", "neo", "new", "org", "package", "plugin", "schema", "template", "version", "whoami",
    }
)  # fmt: skip
"""Commands that touch no stack of a project: they pass through."""

RUNNING_COMMANDS = frozenset({"up", "preview", "refresh", "import", "watch", "config"})
"""Commands that create the stack which they name, whether or not it has a stack file."""

SYNONYMS = {
    "update": "up",
    "pre": "preview",
    "down": "destroy",
    "dn": "destroy",
    "init": "new",
    "rm": "remove",
    "rm-all": "remove-all",
    "cp": "copy",
    "ls": "list",
    "hist": "history",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option as it was given."""

    name: str
    """`--stack`, or `-s` for a short one."""
    value: str | None
    """None for a switch."""
    position: int
    """Index of the argument that holds the value (the option itself for a switch or `--name=value`)."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A parsed `pulumi` command line."""

    arguments: tuple[str, ...]
    words: tuple[str, ...]
    """Arguments that are neither options nor their values: command, subcommand, operands."""
    options: tuple[Option, ...]

    @property
    def command(self) -> str:
        """First word with synonyms resolved; empty when there is none."""
        return canonical(self.words[0]) if self.words else ""

    @property
    def subcommand(self) -> str:
        """Second word with synonyms resolved; empty when there is none."""
        return canonical(self.words[1]) if len(self.words) > 1 else ""

    def value(self, *names: str) -> str | None:
        """Last value given for any of these options."""
        found = [option.value for option in self.options if option.name in names and option.value is not None]
        return found[-1] if found else None

    def has(self, *names: str) -> bool:
        """Whether any of these options is given; `--name=false` counts as not given."""
        return any(option.name in names and option.value != "false" for option in self.options)

    def with_value(self, name: str, value: str) -> tuple[str, ...]:
        """The arguments, with every value given for option `name` replaced."""
        arguments = list(self.arguments)
        for option in self.options:
            if option.name == name and option.value is not None:
                own = arguments[option.position].startswith(f"{name}=")
                arguments[option.position] = f"{name}={value}" if own else value
        return tuple(arguments)


def canonical(word: str) -> str:
    """The engine's first name for a command."""
    return SYNONYMS.get(word, word)


def parse(arguments: Sequence[str]) -> CommandLine:
    """Words and options of a command line. Never fails: what it can't know it takes for a switch."""
    words: list[str] = []
    options: list[Option] = []
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        if argument == "--":
            words += arguments[index + 1 :]
            break
        if argument.startswith("--"):
            index = _long_option(arguments, index, options)
        elif argument.startswith("-") and len(argument) > 1:
            command = canonical(words[0]) if words else ""
            index = _short_options(arguments, index, options, "Csv" + SHORT_OPTIONS_WITH_VALUE.get(command, ""))
        else:
            words.append(argument)
        index += 1
    return CommandLine(tuple(arguments), tuple(words), tuple(options))


def _long_option(arguments: Sequence[str], index: int, options: list[Option]) -> int:
    name, equals, value = arguments[index].partition("=")
    if equals:
        options.append(Option(name, value, index))
        return index
    if name in LONG_OPTIONS_WITH_VALUE and index + 1 < len(arguments):
        options.append(Option(name, arguments[index + 1], index + 1))
        return index + 1
    options.append(Option(name, None, index))
    return index


def _short_options(arguments: Sequence[str], index: int, options: list[Option], with_value: str) -> int:
    letters = arguments[index][1:]
    for offset, letter in enumerate(letters):
        if letter not in with_value:
            options.append(Option(f"-{letter}", None, index))
            continue
        rest = letters[offset + 1 :].removeprefix("=")
        if rest:
            options.append(Option(f"-{letter}", rest, index))
            return index
        if index + 1 < len(arguments):
            options.append(Option(f"-{letter}", arguments[index + 1], index + 1))
            return index + 1
        options.append(Option(f"-{letter}", None, index))
    return index
