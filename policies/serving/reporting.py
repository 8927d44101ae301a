"""From findings about one stack to what the engine prints: exemptions are minded, a record is kept."""

from collections.abc import Iterable, Mapping

from pulumi.runtime.proto import analyzer_pb2

from policies.catalogue.model import Level, Policy, Severity
from policies.catalogue.pack import EXEMPTION_USED, EXEMPTIONS_VALID
from policies.configuration import Configuration
from policies.evaluation import Failed, Finding
from policies.exemptions.exemption import Exemption, use_of
from policies.exemptions.ledger import Ledger
from policies.serving import message, wire
from policies.serving.record import (
    EndLine,
    Outcome,
    PolicyLine,
    ProblemLine,
    Record,
    RunLine,
    VerdictLine,
)
from policies.serving.unknowns import Unknowns
from policies.stack import Stack
from policies.verdict import Compliant, NotApplicable, Undetermined, Violation


class Reporting:
    """Reports on one stack in one run."""

    def __init__(
        self, configuration: Configuration, ledger: Ledger, record: Record, run: RunLine, names_settings: bool
    ) -> None:
        self._configuration = configuration
        self._ledger = ledger
        self._record = record
        self._pack = run
        self._names_settings = names_settings
        """Whether the stack is set up by platform settings, whose keys can be named."""
        self._undetermined: dict[tuple[str, str], Finding] = {}
        """Undetermined verdicts by URN and policy. They are reported with the stack, when the engine says where each
        property comes from: that settles most of them."""
        self._unknowns = Unknowns(configuration.catalogue)
        record.write(run)
        for policy in configuration.catalogue.values():
            level, parameters = configuration.level(policy), configuration.parameter_values(policy)
            record.write(PolicyLine(policy.name, level, dict(parameters)))

    def is_exempt(self, policy: Policy, urn: str, parents: Mapping[str, str]) -> bool:
        """Whether an exemption speaks about a resource, which is then left as it is."""
        return self._ledger.names(policy, urn, parents)

    def resource(
        self, findings: Iterable[Finding], parents: Mapping[str, str], response: analyzer_pb2.AnalyzeResponse
    ) -> None:
        """Report what was found about one resource; what is undetermined waits for the stack."""
        for finding in findings:
            key = (finding.subject.urn, finding.policy.name)
            if isinstance(finding.verdict, Undetermined):
                self._undetermined[key] = finding
                self._note(finding, Outcome.UNDETERMINED)
                # Otherwise the engine would count the policy as passed.
                _leave_out(response, finding.policy, f"{finding.verdict.path} is not known yet")
            else:
                self._undetermined.pop(key, None)
                self._report(finding, parents, response, urn="")

    def stack(
        self,
        findings: Iterable[Finding],
        stack: Stack,
        parents: Mapping[str, str],
        response: analyzer_pb2.AnalyzeResponse,
    ) -> None:
        """Report what was found about the stack as it is joined, and what only the whole stack can tell."""
        for finding in findings:
            self._report(finding, parents, response, finding.subject.urn)
        pending, self._undetermined = self._undetermined, {}
        for finding in pending.values():
            if is_settled(finding, stack):
                self._note(finding, Outcome.PASSED)
            else:
                self._report(finding, parents, response, finding.subject.urn)
        self._account_for_exemptions(response)
        for line in self._unknowns.taken():
            self._say(line.policy, line.level, line.text, line.urn, response, line.severity)
        self._record.write(EndLine(len(stack)))

    def _report(
        self,
        finding: Finding,
        parents: Mapping[str, str],
        response: analyzer_pb2.AnalyzeResponse,
        urn: str,
    ) -> None:
        match finding.verdict:
            case Violation() | Undetermined():
                exemption = self._ledger.exemption_for(finding, parents)
                if exemption is None:
                    self._accuse(finding, response, urn)
                else:
                    self._exempt(finding, exemption, response, urn)
            case Failed():
                self._accuse(finding, response, urn)
            case NotApplicable(reason):
                self._note(finding, Outcome.NOT_APPLICABLE)
                _leave_out(response, finding.policy, reason)
            case Compliant():
                self._note(finding, Outcome.PASSED)

    def _accuse(self, finding: Finding, response: analyzer_pb2.AnalyzeResponse, urn: str) -> None:
        """Report a finding that no exemption covers."""
        policy, verdict = finding.policy, finding.verdict
        if isinstance(verdict, Undetermined):
            level = self._configuration.undetermined_level(policy)
            self._note(finding, Outcome.UNDETERMINED, level)
            self._unknowns.add(finding, verdict.path, level)
            _leave_out(response, policy, message.reason_of(finding))
            return
        level = self._configuration.violation_level(policy)
        if isinstance(verdict, Failed):
            text = message.failed(finding, verdict)
        else:
            text = message.violation(finding, self._configuration, self._names_settings)
        self._note(finding, Outcome.VIOLATED, level)
        self._say(policy, level, text, urn, response)

    def _exempt(self, finding: Finding, exemption: Exemption, response: analyzer_pb2.AnalyzeResponse, urn: str) -> None:
        self._note(finding, Outcome.EXEMPT, exemption=exemption.id)
        _leave_out(response, finding.policy, f"exempt by {exemption.id} until {exemption.expires}: {exemption.reason}")
        policy = self._configuration.catalogue[EXEMPTION_USED]
        level = self._configuration.violation_level(policy)
        self._say(policy, level, message.exempt(finding, exemption, self._ledger.today), urn, response)

    def _account_for_exemptions(self, response: analyzer_pb2.AnalyzeResponse) -> None:
        """Report what is wrong with exemptions, what they covered nevertheless, and which cover nothing."""
        policy = self._configuration.catalogue[EXEMPTIONS_VALID]
        level = self._configuration.violation_level(policy)
        for problem in self._ledger.problems():
            text = message.invalid_exemption(problem)
            self._record.write(ProblemLine(level, text))
            self._say(policy, level, text, "", response)
        for finding in self._ledger.revoked():
            self._accuse(finding, response, finding.subject.urn)
        at_most_advisory = Level.ADVISORY if level is Level.MANDATORY else level
        for exemption in self._ledger.unused():
            text = message.unused_exemption(self._ledger.file, exemption)
            self._say(policy, at_most_advisory, text, "", response)
        for exemption in self._ledger.exemptions:
            covered = len(self._ledger.uses.get(exemption.id, ()))
            self._record.write(use_of(exemption, self._ledger.today, covered))

    def _note(self, finding: Finding, outcome: Outcome, level: str = "", exemption: str = "") -> None:
        """Write a verdict to the record."""
        if self._record.is_on:
            subject, reason = finding.subject, message.reason_of(finding)
            policy = finding.policy.name
            self._record.write(VerdictLine(policy, subject.urn, subject.type, outcome, level, reason, exemption))

    def _say(
        self,
        policy: Policy,
        level: Level,
        text: str,
        urn: str,
        response: analyzer_pb2.AnalyzeResponse,
        severity: Severity | None = None,
    ) -> None:
        """`severity` is the policy's own by default."""
        if level is not Level.DISABLED:
            worst = severity or policy.severity
            found = wire.diagnostic(self._pack.pack, self._pack.version, policy, level, text, urn, worst)
            response.diagnostics.append(found)


def is_settled(finding: Finding, stack: Stack) -> bool:
    """Whether an unknown property comes from a resource whose output satisfies the rule by itself."""
    resource = stack.at(finding.subject.urn)
    if resource is None or not isinstance(finding.verdict, Undetermined):
        return False
    origins = resource.property_dependencies.get(finding.verdict.path.split(".")[0].split("[")[0], ())
    return any(found is not None and found.type in finding.known_from for found in map(stack.at, origins))


def _leave_out(response: analyzer_pb2.AnalyzeResponse, policy: Policy, reason: str) -> None:
    """Keep the engine from counting a policy as passed."""
    response.not_applicable.append(analyzer_pb2.PolicyNotApplicable(policy_name=policy.name, reason=reason))
