"""What a stack file says, and what the stack then is not."""

from policies.resource_types import AWS_PROVIDER, BACKUP_PLAN, LOG_GROUP, SECRET
from policies.stack import STACK
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import configured, given, lacking
from tests.policies.stack_mutations.deployed import Named

_STACK = Named(STACK, "fivestar-payments-prod")
_LOGS, _SECRET = Named(LOG_GROUP, "internal-pe-logs"), Named(SECRET, "secrets-razorpay")
_PLAN, _PROVIDER = Named(BACKUP_PLAN, "recovery-plan"), Named(AWS_PROVIDER, "accounts-workload")
_ABROAD = "arn:aws:backup:eu-central-1:123456789014:backup-vault:copies"

CASES = (
    Case(
        "environment-known",
        "the stack file names an environment that nobody knows",
        configured("platform:system", environment="qa"),
        (_STACK,),
        also={"required-tags": "resources carry the name of the environment"},
    ),
    Case(
        "account-limits",
        "the stack has more databases than its account may hold",
        configured("platform:account", limits={"rdsInstances": 2}),
        (_STACK,),
        was_silent=True,
    ),
    Case(
        "required-tags",
        "a resource has no owner",
        given(_LOGS, tagsAll={"Environment": "prod", "Project": "FivestarPaymentsEngine"}),
        (_LOGS,),
    ),
    Case(
        "required-tags",
        "a resource is tagged as another environment's",
        given(_LOGS, tagsAll={"Environment": "dev", "Owner": "1CloudHub", "Project": "FivestarPaymentsEngine"}),
        (_LOGS,),
    ),
    Case("data-residency", "logs lie abroad", given(_LOGS, region="us-east-1"), (_LOGS,)),
    Case(
        "data-residency",
        "a secret is copied abroad",
        given(_SECRET, replicas=[{"region": "us-east-1", "kmsKeyId": "arn:aws:kms:us-east-1:123456789014:key/0"}]),
        (_SECRET,),
    ),
    Case(
        "data-residency",
        "backups are copied abroad",
        given(_PLAN, {"rules[0].copyActions[0].destinationVaultArn": _ABROAD}),
        (_PLAN,),
    ),
    Case("account-pinning", "the provider takes any account", lacking(_PROVIDER, "allowedAccountIds"), (_PROVIDER,)),
    Case(
        "account-pinning",
        "the provider is for another account",
        given(_PROVIDER, allowedAccountIds='["999999999999"]'),
        (_PROVIDER,),
    ),
)
