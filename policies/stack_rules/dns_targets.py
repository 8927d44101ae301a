"""Stack rule about names that lead to nothing."""

from policies.properties import UNKNOWN
from policies.resource_types import DNS_RECORD
from policies.stack import EVERY, Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_NAME = "aliases[*].name"


@stack_rule("dns-target-exists", about=(DNS_RECORD,))
def leads_to_a_resource(record: StackResource, stack: Stack) -> Verdict:
    """A name that is an output, of this stack or of another, exists; a name written out may be anybody's one day."""
    aliases = record.properties.items("aliases")
    if aliases is not UNKNOWN and not aliases:
        return NotApplicable("it is no alias")
    if stack.depends(record, "aliases", EVERY):
        return COMPLIANT
    names = [UNKNOWN if alias is UNKNOWN else alias.text("name") for alias in (() if aliases is UNKNOWN else aliases)]
    written = [name for name in names if isinstance(name, str)]
    if not written:
        return Undetermined("aliases")
    hosts = stack.once(_hosts)
    loose = [name for name in written if _bare(name) not in hosts]
    if not loose:
        return COMPLIANT
    return Violation(f'its alias "{loose[0]}" is written out and is no name of a resource in this stack')


def _hosts(stack: Stack) -> frozenset[str]:
    """The host names of the stack's resources, the names of its records included."""
    found = (
        resource.properties.text(path)
        for resource in stack.of_type(EVERY)
        for path in ("dnsName", "domainName", "fqdn", "regionalDomainName", "cloudfrontDomainName", "websiteDomain")
    )
    return frozenset(_bare(name) for name in found if isinstance(name, str))


def _bare(name: str) -> str:
    return name.lower().rstrip(".").removeprefix("dualstack.")
