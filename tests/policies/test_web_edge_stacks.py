"""Firewalls, listeners and certificates in sight of their load balancer."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

BALANCER = Resource("aws:lb/loadBalancer:LoadBalancer", "edge", {"loadBalancerType": "application"})
ACL = Resource("aws:wafv2/webAcl:WebAcl", "acl")
LOG_GROUP = Resource("aws:cloudwatch/logGroup:LogGroup", "logs", {"name": "aws-waf-logs-payments"})


class TestFirewallsOfLoadBalancers:
    POLICY = "alb-has-waf"

    @pytest.mark.parametrize(
        "kind",
        ["aws:wafv2/webAclAssociation:WebAclAssociation", "aws:wafregional/webAclAssociation:WebAclAssociation"],
    )
    @pytest.mark.parametrize("balancer", ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"])
    def test_an_association_that_names_it_is_enough(self, kind: str, balancer: str) -> None:
        public = Resource(balancer, "edge")
        assert reports(self.POLICY, public, ACL, pointing(kind, "of-edge", resourceArn=public, webAclArn=ACL)) == []

    def test_a_known_arn_is_enough(self) -> None:
        known = Resource(BALANCER.type, "edge", {"arn": "arn:aws:elasticloadbalancing:x:1:loadbalancer/app/edge/1"})
        association = Resource(
            "aws:wafv2/webAclAssociation:WebAclAssociation", "of-edge", {"resourceArn": str(known.properties["arn"])}
        )
        assert reports(self.POLICY, known, association) == []

    def test_a_public_one_without_is_a_violation(self) -> None:
        other = Resource(BALANCER.type, "other", {"internal": True})
        association = pointing("aws:wafv2/webAclAssociation:WebAclAssociation", "of-other", resourceArn=other)
        assert "no WebAclAssociation of this stack names it" in violation(
            reports(self.POLICY, BALANCER, other, association)
        )

    @pytest.mark.parametrize("properties", [{"internal": True}, {"internal": "true"}, {"loadBalancerType": "network"}])
    def test_internal_and_network_load_balancers_take_none(self, properties: dict[str, Json]) -> None:
        assert reports(self.POLICY, Resource(BALANCER.type, "edge", properties)) == []

    def test_whether_it_is_internal_may_not_be_known_yet(self) -> None:
        hidden = pointing(BALANCER.type, "edge", internal=ELSEWHERE)
        assert undetermined(reports(self.POLICY, hidden, ELSEWHERE)) == "internal"

    def test_an_association_that_cannot_be_followed_is_said(self) -> None:
        association = pointing("aws:wafv2/webAclAssociation:WebAclAssociation", "loose", resourceArn=ELSEWHERE)
        assert undetermined(reports(self.POLICY, BALANCER, ELSEWHERE, association)).startswith("resourceArn")

    def test_dev_does_without(self) -> None:
        assert reports(self.POLICY, BALANCER, environment="dev") == []


class TestFirewallLogs:
    POLICY = "waf-has-logging"
    KIND = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

    def logging(self, destination: Json, *depends: Resource) -> Resource:
        return Resource(
            self.KIND,
            "logging",
            {"resourceArn": UNKNOWN_VALUE, "logDestinationConfigs": [destination]},
            {"resourceArn": [ACL], "logDestinationConfigs": depends},
        )

    def test_a_log_group_with_the_right_name_passes(self) -> None:
        assert reports(self.POLICY, ACL, LOG_GROUP, self.logging(UNKNOWN_VALUE, LOG_GROUP)) == []

    def test_a_known_arn_outside_of_the_stack_is_judged_by_its_name(self) -> None:
        right = "arn:aws:logs:x:1:log-group:aws-waf-logs-central:*"
        assert reports(self.POLICY, ACL, self.logging(right)) == []
        wrong = "arn:aws:firehose:x:1:deliverystream/central"
        assert 'its destination is called "central"' in violation(reports(self.POLICY, ACL, self.logging(wrong)))

    def test_a_log_group_with_another_name_is_a_violation(self) -> None:
        group = Resource(LOG_GROUP.type, "logs", {"name": "/waf/payments"})
        found = reports(self.POLICY, ACL, group, self.logging(UNKNOWN_VALUE, group))
        assert 'its destination is called "/waf/payments"' in violation(found)

    def test_an_acl_without_logging_is_a_violation(self) -> None:
        assert "no WebAclLoggingConfiguration" in violation(reports(self.POLICY, ACL))

    def test_a_destination_that_cannot_be_followed_is_said(self) -> None:
        found = reports(self.POLICY, ACL, ELSEWHERE, self.logging(UNKNOWN_VALUE, ELSEWHERE))
        assert undetermined(found) == "logDestinationConfigs"

    def test_logging_of_an_acl_elsewhere_says_nothing_about_this_stack(self) -> None:
        logging = Resource(
            self.KIND, "logging", {"resourceArn": "arn:x", "logDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-x"]}
        )
        assert reports(self.POLICY, logging) == []


def listener(name: str, port: Json, protocol: Json, *actions: Json, on: Resource = BALANCER, **more: Json) -> Resource:
    """A listener of the load balancer."""
    properties: dict[str, Json] = {"port": port, "protocol": protocol, "defaultActions": list(actions), **more}
    return pointing("aws:lb/listener:Listener", name, properties, loadBalancerArn=on)


def redirect(protocol: Json = "HTTPS", port: Json = "443") -> Json:
    """A default action."""
    return {"type": "redirect", "redirect": {"protocol": protocol, "port": port, "statusCode": "HTTP_301"}}


HTTPS = listener("https", 443, "HTTPS")


class TestRedirects:
    POLICY = "http-listener-redirects"

    def test_a_redirect_to_a_listener_that_exists_passes(self) -> None:
        assert reports(self.POLICY, BALANCER, HTTPS, listener("http", 80, "HTTP", redirect())) == []

    def test_the_port_of_the_request_is_kept_when_none_is_named(self) -> None:
        moved = listener("https", "8080", "HTTPS")
        assert reports(self.POLICY, BALANCER, moved, listener("http", 8080, "HTTP", redirect(port=None))) == []

    @pytest.mark.parametrize(
        ("action", "said"),
        [
            ({"type": "forward"}, "its default action is no redirect to HTTPS"),
            (redirect(protocol="HTTP"), 'redirect.protocol is "HTTP"'),
            (redirect(protocol=None), "which means HTTP again"),
            (redirect(port="8443"), "redirects to port 8443, where no HTTPS listener"),
        ],
    )
    def test_what_leads_to_no_tls_is_a_violation(self, action: Json, said: str) -> None:
        assert said in violation(reports(self.POLICY, BALANCER, HTTPS, listener("http", 80, "HTTP", action)))

    def test_the_listener_of_another_load_balancer_does_not_answer(self) -> None:
        other = Resource(BALANCER.type, "other")
        elsewhere = listener("https", 443, "HTTPS", on=other)
        found = reports(self.POLICY, BALANCER, other, elsewhere, listener("http", 80, "HTTP", redirect()))
        assert "redirects to port 443" in violation(found)

    @pytest.mark.parametrize("protocol", ["HTTPS", "TCP", "TLS"])
    def test_other_protocols_are_passed_over(self, protocol: str) -> None:
        assert reports(self.POLICY, BALANCER, listener("x", 443, protocol, {"type": "forward"})) == []

    def test_a_load_balancer_of_another_stack_is_out_of_sight(self) -> None:
        properties: dict[str, Json] = {"protocol": "HTTP", "loadBalancerArn": "arn:x", "defaultActions": [redirect()]}
        assert reports(self.POLICY, Resource("aws:alb/listener:Listener", "http", properties)) == []

    def test_a_target_that_is_not_known_yet_is_said(self) -> None:
        hidden = listener("http", 80, "HTTP", redirect(port=UNKNOWN_VALUE))
        assert undetermined(reports(self.POLICY, BALANCER, HTTPS, hidden)) == "defaultActions[0].redirect"


class TestCertificates:
    POLICY = "listener-cert-valid-domain"
    CERTIFICATE = Resource("aws:acm/certificate:Certificate", "web", {"domainName": "pay.example.com"})
    VALIDATION = pointing("aws:acm/certificateValidation:CertificateValidation", "web", certificateArn=CERTIFICATE)

    def shown(self, certificate: Resource) -> Resource:
        return pointing("aws:lb/listener:Listener", "https", {"protocol": "HTTPS"}, certificateArn=certificate)

    def test_the_certificate_of_a_validation_passes(self) -> None:
        assert reports(self.POLICY, self.CERTIFICATE, self.VALIDATION, self.shown(self.VALIDATION)) == []

    def test_a_certificate_with_a_validation_beside_it_passes(self) -> None:
        assert reports(self.POLICY, self.CERTIFICATE, self.VALIDATION, self.shown(self.CERTIFICATE)) == []

    def test_a_certificate_without_validation_is_said(self) -> None:
        found = reports(self.POLICY, self.CERTIFICATE, self.shown(self.CERTIFICATE))
        assert '"web" has no CertificateValidation' in violation(found, "advisory")

    @pytest.mark.parametrize("path", ["privateKey", "certificateAuthorityArn"])
    def test_imported_and_private_certificates_need_none(self, path: str) -> None:
        own = Resource(self.CERTIFICATE.type, "web", {path: "x"})
        assert reports(self.POLICY, own, self.shown(own)) == []

    def test_a_certificate_of_another_stack_is_out_of_sight(self) -> None:
        known = Resource("aws:lb/listener:Listener", "https", {"protocol": "TLS", "certificateArn": "arn:x"})
        assert reports(self.POLICY, known) == []

    def test_a_certificate_that_cannot_be_followed_is_said(self) -> None:
        assert undetermined(reports(self.POLICY, ELSEWHERE, self.shown(ELSEWHERE))) == "certificateArn"
