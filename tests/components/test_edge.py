"""What the load balancer, its certificates and names register with arguments that Fivestar does not use."""

from __future__ import annotations

import pytest

from components.dns_record import DnsRecord
from components.load_balancer import LoadBalancer, LoadBalancerArgs
from tests.components.fivestar import recorded
from tests.components.recorder import Recorder, record
from tests.settings.stack_files import changed, config

ARN = "arn:aws:acm:ap-south-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
EDGE: LoadBalancerArgs = {
    "load_balancer_name": "dev-alb",
    "subnet_ids": ["subnet-1", "subnet-2"],
    "security_group_id": "sg-1",
    "certificate": {"arn": ARN},
    "tls_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "idle_seconds": 60,
    "deletion_protection": True,
}
RECORD = "aws:route53/record:Record"
BALANCER = "platform:edge/loadBalancer"


def edge(**change: object) -> Recorder:
    return record(lambda: LoadBalancer("edge", {**EDGE, **change}))  # type: ignore[typeddict-item]


def test_an_issued_certificate_is_used_as_it_is() -> None:
    recorder = edge()
    assert recorder.all("aws:acm/certificate:Certificate") == []
    assert recorder.only("aws:lb/listener:Listener", "edge-https").inputs["certificateArn"] == ARN


def test_a_certificate_with_neither_arn_nor_request_is_refused() -> None:
    with pytest.raises(ValueError, match="edge-certificate needs arn or request"):
        edge(certificate={})


def test_a_known_zone_gets_the_validation_record_and_the_alias() -> None:
    request = {"domain": "pay.example.com", "zone_ids": {"pay.example.com": "Z0123456789"}}
    recorder = edge(certificate={"request": request})
    validation = recorder.only(RECORD, "edge-certificate-validation").inputs
    assert (validation["zoneId"], validation["type"], validation["records"]) == ("Z0123456789", "CNAME", ["_b.y"])
    alias = recorder.only(RECORD, "edge-alias-a").inputs
    assert (alias["name"], alias["type"]) == ("pay.example.com", "A")
    assert alias["aliases"] == [{"name": "alb.example.com", "zoneId": "Z1", "evaluateTargetHealth": True}]
    issued = recorder.only("aws:acm/certificateValidation:CertificateValidation").inputs
    assert issued["validationRecordFqdns"] == ["_a.x"]


def test_further_names_of_a_certificate_are_validated_and_served_each() -> None:
    names = ["pay.example.com", "api.example.com", "*.pay.example.com"]
    zone_ids = dict.fromkeys(names, "Z0123456789")
    recorder = edge(
        certificate={
            "request": {
                "domain": names[0],
                "alternative_names": names[1:],
                "zone_ids": zone_ids,
                "key_algorithm": "EC_prime256v1",
                "transparency_logging": False,
            }
        }
    )
    request = recorder.only("aws:acm/certificate:Certificate").inputs
    assert request["subjectAlternativeNames"] == names[1:]
    assert request["keyAlgorithm"] == "EC_prime256v1"
    assert request["options"] == {"certificateTransparencyLoggingPreference": "DISABLED"}
    records = {item.name for item in recorder.all(RECORD)}
    assert records == {
        "edge-certificate-validation",
        "edge-certificate-validation-api-example-com",
        "edge-alias-a",
        "edge-alias-api-example-com-a",
        "edge-alias-any-pay-example-com-a",
    }


def test_a_name_whose_zone_is_unknown_is_waited_for() -> None:
    request = {
        "domain": "pay.example.com",
        "alternative_names": ["pay.example.org"],
        "zone_ids": {"pay.example.com": "Z0123456789"},
    }
    recorder = edge(certificate={"request": request})
    issued = recorder.only("aws:acm/certificateValidation:CertificateValidation")
    assert "validationRecordFqdns" not in issued.inputs
    assert recorder.only(RECORD, "edge-certificate-validation").urn in issued.depends_on


def test_further_certificates_are_chosen_by_host_name() -> None:
    recorder = edge(more_certificates={"shop": {"arn": ARN}, "docs": {"request": {"domain": "docs.example.com"}}})
    found = {item.name: item.inputs for item in recorder.all("aws:lb/listenerCertificate:ListenerCertificate")}
    assert found["edge-certificate-shop"]["certificateArn"] == ARN
    assert found["edge-certificate-docs"]["certificateArn"].endswith(":edge-certificate-docs-request")
    assert found["edge-certificate-docs"]["listenerArn"].endswith(":edge-https")


def test_logs_go_to_the_buckets_given_and_otherwise_nowhere() -> None:
    balancer = "aws:lb/loadBalancer:LoadBalancer"
    inputs = edge(access_logs={"bucket": "logs", "prefix": "a"}, connection_logs={"bucket": "logs", "prefix": "c"})
    assert inputs.only(balancer).inputs["accessLogs"] == {"bucket": "logs", "prefix": "a", "enabled": True}
    assert inputs.only(balancer).inputs["connectionLogs"] == {"bucket": "logs", "prefix": "c", "enabled": True}
    assert not {"accessLogs", "connectionLogs"} & set(edge().only(balancer).inputs)


def test_headers_and_answers_have_secure_defaults() -> None:
    https = edge().only("aws:lb/listener:Listener", "edge-https").inputs
    prefix = "routingHttpResponse"
    assert https[f"{prefix}StrictTransportSecurityHeaderValue"] == "max-age=31536000; includeSubDomains"
    assert https[f"{prefix}XContentTypeOptionsHeaderValue"] == "nosniff"
    assert https[f"{prefix}XFrameOptionsHeaderValue"] == "DENY"
    assert https[f"{prefix}ServerEnabled"] is False
    assert not [key for key in https if "AccessControl" in key or "SecurityPolicy" in key]
    assert https["defaultActions"][0]["fixedResponse"]["statusCode"] == "404"


def test_settings_of_the_load_balancer_reach_it() -> None:
    changes: dict[str, object] = {
        f"{BALANCER}/scheme": "internal",
        f"{BALANCER}/keepAliveSeconds": 120,
        f"{BALANCER}/desyncMitigation": "strictest",
        f"{BALANCER}/forwardedFor": "remove",
        f"{BALANCER}/zonalShift": True,
        f"{BALANCER}/accessLogs": {"bucketName": "company-logs", "prefix": "pay"},
        f"{BALANCER}/defaultResponse": {"status": 503, "contentType": "application/json", "body": "{}"},
        f"{BALANCER}/responseHeaders": {
            "strictTransportSecurity": {"preload": True},
            "frameOptions": "SAMEORIGIN",
            "contentSecurityPolicy": "default-src 'self'",
            "cors": {"allowOrigin": "https://shop.example.com", "allowMethods": ["GET", "POST"]},
        },
    }
    recorder = recorded("dev", changed(config("dev"), changes))
    balancer = recorder.only("aws:lb/loadBalancer:LoadBalancer").inputs
    assert balancer["internal"] is True
    assert balancer["clientKeepAlive"] == 120
    assert balancer["desyncMitigationMode"] == "strictest"
    assert balancer["xffHeaderProcessingMode"] == "remove"
    assert balancer["enableZonalShift"] is True
    assert balancer["accessLogs"]["bucket"] == "company-logs"
    https = recorder.only("aws:lb/listener:Listener", "edge-https").inputs
    prefix = "routingHttpResponse"
    assert https[f"{prefix}StrictTransportSecurityHeaderValue"] == "max-age=31536000; includeSubDomains; preload"
    assert https[f"{prefix}XFrameOptionsHeaderValue"] == "SAMEORIGIN"
    assert https[f"{prefix}ContentSecurityPolicyHeaderValue"] == "default-src 'self'"
    assert https[f"{prefix}AccessControlAllowOriginHeaderValue"] == "https://shop.example.com"
    assert https[f"{prefix}AccessControlAllowMethodsHeaderValue"] == "GET,POST"
    assert f"{prefix}AccessControlAllowCredentialsHeaderValue" not in https
    assert https["defaultActions"][0]["fixedResponse"] == {
        "contentType": "application/json",
        "messageBody": "{}",
        "statusCode": "503",
    }


def test_a_zone_of_the_stack_gets_the_records_of_its_names() -> None:
    changes: dict[str, object] = {
        "platform:edge/hostedZone": {"name": "dev.fivestar.example.com"},
        "platform:edge/records": {
            "status": {"domain": "status.dev.fivestar.example.com", "healthCheck": {"path": "/health"}},
            "docs": {"domain": "docs.example.com", "cname": "example.github.io", "zoneId": "Z0123456789"},
        },
    }
    recorder = recorded("dev", changed(config("dev"), changes))
    assert recorder.only("aws:route53/zone:Zone").inputs["name"] == "dev.fivestar.example.com"
    names = {item.name: item.inputs for item in recorder.all(RECORD)}
    assert names["edge-certificate-validation"]["type"] == "CNAME"
    assert names["edge-alias-a"]["name"] == "payments.dev.fivestar.example.com"
    assert names["record-status-a"]["aliases"][0]["name"] == "alb.example.com"
    assert (names["record-docs-cname"]["zoneId"], names["record-docs-cname"]["ttl"]) == ("Z0123456789", 300)
    check = recorder.only("aws:route53/healthCheck:HealthCheck").inputs
    assert (check["type"], check["fqdn"], check["resourcePath"]) == (
        "HTTPS",
        "status.dev.fivestar.example.com",
        "/health",
    )


def test_a_name_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly one of them"):
        record(lambda: DnsRecord("a", {"zone_id": "Z1", "domain": "a.example.com"}))
