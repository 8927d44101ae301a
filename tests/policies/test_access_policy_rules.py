"""Rules about the policies of resources and of identities, in the shapes in which programs write them."""

import pytest

from policies.catalogue import CATALOGUE
from policies.configuration import Configuration
from policies.documents.conditions import no_statement
from policies.environment import Environment, StackEnvironment
from policies.evaluation import Failed, Subject
from policies.rules.access_policies import lets_everybody_in
from policies.serving.server import rule_book
from policies.serving.wire import properties_of
from policies.verdict import COMPLIANT, Compliant, NotApplicable, Undetermined, Verdict, Violation
from tests.policies.examples.access_policies import ACCOUNT, BUCKET, allow, deny_http, document
from tests.policies.examples.identities import GITHUB, IAM_ROLE, ROOT, may, of_repository, trust
from tests.policies.harness import UNKNOWN_VALUE, Json, secret, struct_of, through_the_sdk

PROD = Configuration(CATALOGUE, StackEnvironment(Environment.PROD, "the test"))
BOOK = rule_book()
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
PERMISSION = "aws:lambda/permission:Permission"


def verdict(name: str, resource_type: str, /, **properties: Json) -> Verdict | Failed:
    findings = BOOK.judge(Subject("urn", resource_type, "it"), through_the_sdk(properties), False, PROD)
    (found,) = [finding.verdict for finding in findings if finding.policy.name == name]
    return found


def offends(name: str, resource_type: str, /, **properties: Json) -> bool:
    found = verdict(name, resource_type, **properties)
    assert isinstance(found, (Compliant, NotApplicable, Violation))
    return isinstance(found, Violation)


class TestBuckets:
    POLICY = "s3-policy-tls-only"

    def closed(self, *statements: Json) -> bool:
        return not offends(self.POLICY, BUCKET_POLICY, policy=document(*statements))

    def test_the_bucket_and_its_objects_may_be_closed_by_statements_of_their_own(self) -> None:
        assert self.closed(deny_http("s3:*", BUCKET), deny_http("*", f"{BUCKET}/*"))
        assert self.closed(deny_http("s3:*", f"{BUCKET}*"))
        assert self.closed(deny_http("s3:*", "arn:aws:s3:::*"))

    def test_half_a_bucket_is_not_enough(self) -> None:
        assert not self.closed(deny_http("s3:*", BUCKET))
        assert not self.closed(deny_http("s3:*", f"{BUCKET}/*"))
        assert not self.closed(deny_http("s3:*", [BUCKET, f"{BUCKET}/private/*"]))
        assert not self.closed(deny_http("s3:GetObject", [BUCKET, f"{BUCKET}/*"]))

    def test_a_deny_that_spares_anybody_is_not_enough(self) -> None:
        deny = deny_http("s3:*", "*")
        assert not self.closed({**deny, "Principal": {"AWS": ACCOUNT}})
        assert not self.closed({**deny, "Effect": "Allow"})
        conditions = {"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:SourceAccount": ACCOUNT}}
        assert not self.closed({**deny, "Condition": conditions})

    def test_the_condition_may_be_written_as_a_boolean_or_a_list(self) -> None:
        deny = deny_http("s3:*", "*")
        assert self.closed({**deny, "Condition": {"Bool": {"AWS:securetransport": [False]}}})
        assert self.closed({**deny, "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}}})

    def test_a_bucket_without_an_inline_policy_is_judged_by_the_separate_one(self) -> None:
        assert isinstance(verdict(self.POLICY, "aws:s3/bucket:Bucket"), NotApplicable)

    def test_an_access_point_bound_to_a_vpc_is_never_public(self) -> None:
        found = verdict(
            "s3-policy-no-public",
            "aws:s3/accessPoint:AccessPoint",
            policy=document(allow("*", "s3:GetObject")),
            vpcConfiguration={"vpcId": UNKNOWN_VALUE},
        )
        assert isinstance(found, NotApplicable)

    def test_the_content_of_a_secret_policy_is_not_shown(self) -> None:
        struct = struct_of({"policy": secret(document(allow("*", "s3:GetObject", Sid="Hidden")))})
        found = no_statement(properties_of(struct), "policy", lets_everybody_in)
        assert isinstance(found, Violation)
        assert "Hidden" not in found.reason
        assert "secret value" in found.reason


class TestFunctions:
    def test_s3_needs_the_account_since_a_buckets_arn_names_none(self) -> None:
        bucket: dict[str, Json] = {"principal": "s3.amazonaws.com", "sourceArn": BUCKET}
        assert offends("lambda-permission-not-public", PERMISSION, **bucket)
        assert not offends("lambda-permission-not-public", PERMISSION, **bucket, sourceAccount=ACCOUNT)

    def test_everybody_is_limited_by_a_source_of_one_account(self) -> None:
        api = f"arn:aws:execute-api:ap-south-1:{ACCOUNT}:a1b2c3/*/*"
        assert not offends("lambda-permission-not-public", PERMISSION, principal="*", sourceArn=api)
        assert offends("lambda-permission-not-public", PERMISSION, principal="*", sourceArn="arn:aws:sns:*:*:*")

    def test_an_account_or_a_role_is_somebody_in_particular(self) -> None:
        assert not offends("lambda-permission-not-public", PERMISSION, principal=ACCOUNT)
        assert not offends("lambda-permission-not-public", PERMISSION, principal=f"arn:aws:iam::{ACCOUNT}:role/x")

    def test_a_skill_is_limited_by_its_token(self) -> None:
        skill = "alexa-appkit.amazon.com"
        assert offends("lambda-permission-not-public", PERMISSION, principal=skill)
        assert not offends("lambda-permission-not-public", PERMISSION, principal=skill, eventSourceToken="amzn1.x")


class TestPermissions:
    def role_policy(self, policy: str, *statements: Json) -> bool:
        return offends(policy, ROLE_POLICY, policy=document(*statements))

    def test_a_deny_and_a_narrow_resource_make_no_administrator(self) -> None:
        assert not self.role_policy("iam-no-admin-policy", {"Effect": "Deny", "Action": "*", "Resource": "*"})
        assert not self.role_policy("iam-no-admin-policy", may("*", BUCKET))

    def test_a_condition_makes_no_less_of_an_administrator(self) -> None:
        limited = may("*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
        assert self.role_policy("iam-no-admin-policy", limited)

    def test_all_actions_but_a_few_are_a_service_wildcard(self) -> None:
        statement: Json = {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}
        assert self.role_policy("iam-no-service-wildcard", statement)
        assert not self.role_policy("iam-no-admin-policy", statement)

    @pytest.mark.parametrize(
        ("condition", "narrowed"),
        [
            ({"StringEquals": {"aws:ResourceTag/Team": "payments"}}, True),
            ({"StringEquals": {"aws:RequestedRegion": "ap-south-1"}}, True),
            ({"StringLike": {"aws:RequestedRegion": "*"}}, False),
            ({"StringEquals": {"aws:PrincipalTag/Team": "payments"}}, False),
            ({"StringEquals": {"aws:ResourceAccount": ACCOUNT}}, False),
            ({"StringEqualsIfExists": {"aws:ResourceTag/Team": "payments"}}, False),
            ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ],
    )
    def test_a_condition_about_the_resources_narrows_a_service(self, condition: Json, narrowed: bool) -> None:
        assert self.role_policy("iam-no-service-wildcard", may("dynamodb:*", Condition=condition)) is not narrowed

    def test_a_region_is_no_limit_to_its_keys_but_a_service_is(self) -> None:
        in_region: Json = {"StringEquals": {"aws:RequestedRegion": "ap-south-1"}}
        through_s3: Json = {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}
        assert self.role_policy("iam-no-kms-decrypt-all", may("kms:*", Condition=in_region))
        assert not self.role_policy("iam-no-kms-decrypt-all", may("kms:*", Condition=through_s3))
        assert not self.role_policy("iam-no-kms-decrypt-all", may("kms:Encrypt"))

    def test_a_deny_takes_back_what_is_allowed_too_widely(self) -> None:
        deny: Json = {"Effect": "Deny", "Action": ["kms:Decrypt", "kms:ReEncrypt*"], "Resource": "*"}
        assert not self.role_policy("iam-no-kms-decrypt-all", may("kms:*"), deny)
        partly: Json = {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:ap-south-1:1:key/x"}
        assert self.role_policy("iam-no-kms-decrypt-all", may("kms:*"), partly)

    def test_a_boundary_keeps_rights_over_roles_from_becoming_rights_over_everything(self) -> None:
        boundary: Json = {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/Boundary"}
        rights = ["iam:AttachRolePolicy", "iam:PutRolePolicy"]
        assert self.role_policy("iam-no-privilege-escalation", may(rights))
        assert not self.role_policy("iam-no-privilege-escalation", may(rights, Condition={"StringEquals": boundary}))
        deny: Json = {"Effect": "Deny", "Action": rights, "Resource": "*", "Condition": {"StringNotEquals": boundary}}
        assert not self.role_policy("iam-no-privilege-escalation", may(rights), deny)

    def test_named_roles_lead_to_no_administration(self) -> None:
        one_role = f"arn:aws:iam::{ACCOUNT}:role/x"
        assert not self.role_policy("iam-no-privilege-escalation", may("iam:PassRole", one_role))
        assert self.role_policy("iam-no-privilege-escalation", may("iam:Pass*", f"arn:aws:iam::{ACCOUNT}:role/*"))

    def test_an_unknown_resource_is_not_taken_for_everything(self) -> None:
        statement = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": [UNKNOWN_VALUE]}
        found = verdict("iam-no-service-wildcard", ROLE_POLICY, policy={"Statement": [statement]})
        assert found == Undetermined("policy")

    def test_an_unknown_resource_beside_everything_does_not_hide_it(self) -> None:
        statement = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": [UNKNOWN_VALUE, "*"]}
        found = verdict("iam-no-service-wildcard", ROLE_POLICY, policy={"Statement": [statement]})
        assert isinstance(found, Violation)

    def test_a_harmless_action_needs_no_known_resource(self) -> None:
        statement = {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": UNKNOWN_VALUE}
        for policy in ("iam-no-admin-policy", "iam-no-service-wildcard", "iam-no-privilege-escalation"):
            assert verdict(policy, ROLE_POLICY, policy={"Statement": [statement]}) == COMPLIANT


class TestTrust:
    def trusts_too_many(self, assumed: Json) -> bool:
        return offends("iam-trust-not-public", IAM_ROLE, assumeRolePolicy=assumed)

    def test_an_account_is_written_by_its_root_or_its_number(self) -> None:
        assert self.trusts_too_many(trust({"AWS": [f"arn:aws:iam::{ACCOUNT}:role/x", ACCOUNT]}))
        assert self.trusts_too_many(trust({"AWS": ROOT}, Bool={"aws:SecureTransport": "true"}))

    @pytest.mark.parametrize(
        "condition",
        [
            {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/CiCdRole"}},
            {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        ],
    )
    def test_any_condition_on_the_caller_limits_an_account(self, condition: dict[str, Json]) -> None:
        assert not self.trusts_too_many(trust({"AWS": ROOT}, **condition))

    def test_an_external_id_is_no_limit_to_everybody(self) -> None:
        assert self.trusts_too_many(trust({"AWS": "*"}, StringEquals={"sts:ExternalId": "7f3a"}))

    def test_services_and_own_identity_providers_are_named(self) -> None:
        assert not self.trusts_too_many(trust({"Service": "ecs-tasks.amazonaws.com"}))
        assert not self.trusts_too_many(trust({"Federated": GITHUB}))

    def test_a_provider_for_everybody_needs_an_audience(self) -> None:
        provider: Json = {"Federated": "cognito-identity.amazonaws.com"}
        assert self.trusts_too_many(trust(provider))
        audience: Json = {"cognito-identity.amazonaws.com:aud": "ap-south-1:pool"}
        assert not self.trusts_too_many(trust(provider, StringEquals=audience))

    def test_a_denied_principal_is_not_trusted(self) -> None:
        assert not self.trusts_too_many(document({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}))

    @pytest.mark.parametrize(
        ("subject", "scoped"),
        [
            ("repo:1cloudhub/fivestar-payments:environment:prod", True),
            ("repo:1cloudhub/fivestar-payments:*", True),
            (["repo:1cloudhub/a:ref:refs/heads/main", "repo:1cloudhub/*"], False),
            ("repo:1cloudhub/fivestar-*:ref:refs/heads/main", False),
            ("repo:*", False),
            ("*", False),
        ],
    )
    def test_a_subject_names_owner_and_repository(self, subject: Json, scoped: bool) -> None:
        assert offends("iam-github-oidc-scoped", IAM_ROLE, assumeRolePolicy=of_repository(subject)) is not scoped

    def test_an_audience_alone_trusts_all_of_github(self) -> None:
        audience: Json = {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
        assumed = trust({"Federated": GITHUB}, StringEquals=audience)
        assert offends("iam-github-oidc-scoped", IAM_ROLE, assumeRolePolicy=assumed)

    def test_other_issuers_are_other_rules_business(self) -> None:
        other = trust({"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.eks.ap-south-1.amazonaws.com/id/A"})
        assert not offends("iam-github-oidc-scoped", IAM_ROLE, assumeRolePolicy=other)


def test_a_password_without_an_end_and_one_of_too_many_days_offend() -> None:
    base = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
    for days in (None, 0, 365):
        found = verdict("iam-password-policy", base, maxPasswordAge=days)
        assert isinstance(found, Violation)
        assert "maxPasswordAge is" in found.reason


def test_a_document_shared_by_the_older_spelling_is_public_too() -> None:
    permissions: Json = {"type": "Share", "account_ids": "all"}
    assert offends("ssm-document-not-public", "aws:ssm/document:Document", permissions=permissions)
