"""What services refuse when the policy of a KMS key doesn't let them, or their caller through them, use the key.

Of a policy's conditions only kms:ViaService is judged; all others count as met.
"""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from sandbox.aws.model import Deployed, Request
from sandbox.aws.rules.documents import Statement, listed, statements_of
from sandbox.aws.rules.failure import Failure, Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, lookup, text
from sandbox.aws.rules.rule import refuses_to_create
from sandbox.aws.rules.types import CACHE_REPLICATION_GROUP, DB_INSTANCE, KEY, REPLICA_KEY, REPOSITORY, TABLE

_KEY_POLICY: Final = "aws:kms/keyPolicy:KeyPolicy"
_GRANT: Final = "kms:CreateGrant"
_RDS: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html"
_CACHE: Final = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html"
_DYNAMODB: Final = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html"
_ECR: Final = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html"


@refuses_to_create(DB_INSTANCE, code="KMSKeyNotAccessibleFault", source=_RDS)
def the_key_of_a_database_lets_rds_in(database: Given, request: Request) -> Failures:
    """RDS makes a grant in its caller's name."""
    for name in ("kmsKeyId", "performanceInsightsKmsKeyId"):
        yield from _unless_through(database[name], request, "rds")


@refuses_to_create(CACHE_REPLICATION_GROUP, code="InvalidKMSKeyFault", source=_CACHE)
def the_key_of_a_cache_lets_elasticache_in(group: Given, request: Request) -> Failures:
    """ElastiCache makes a grant in its caller's name."""
    yield from _unless_through(group["kmsKeyId"], request, "elasticache")


@refuses_to_create(TABLE, code="AccessDeniedException", source=_DYNAMODB)
def the_key_of_a_table_lets_dynamodb_in(table: Given, request: Request) -> Failures:
    """DynamoDB makes a grant in its caller's name."""
    yield from _unless_through(table["serverSideEncryption"]["kmsKeyArn"], request, "dynamodb")


@refuses_to_create(REPOSITORY, code="KmsException", source=_ECR)
def the_key_of_a_repository_lets_ecr_in(repository: Given, request: Request) -> Failures:
    """ECR makes two grants in its caller's name."""
    for encryption in repository["encryptionConfigurations"].items:
        yield from _unless_through(encryption["kmsKey"], request, "ecr")


def _unless_through(key: Given, request: Request, service: str) -> Iterator[Failure]:
    statements = _statements(key, request)
    if statements is None:
        return
    endpoint = f"{service}.{request.place.region}.amazonaws.com"
    if not any(_is_open(statement, endpoint) for statement in statements):
        yield key.refuse(
            f"The KMS key {key.text} can't be used through {endpoint}; allow {_GRANT} with that kms:ViaService in the "
            "key's policy"
        )


def _is_open(statement: Statement, endpoint: str) -> bool:
    return _names(statement, "AWS", "*") and _allows(statement, _GRANT) and _goes_through(statement, endpoint)


def _statements(key: Given, request: Request) -> list[Statement] | None:
    """The statements of the key's policies; None when nothing can be said of them."""
    if key.text is None or is_elsewhere(key.text, request.place):
        return None
    found = lookup(request, key.text, KEY, REPLICA_KEY)
    if found is None or found not in request.cloud.all(KEY, REPLICA_KEY):
        return None
    attached = [policy for id in (found.id, key.text) for policy in request.cloud.where(_KEY_POLICY, keyId=id)]
    return _read([found, *attached])


def _read(owners: Iterable[Deployed]) -> list[Statement] | None:
    every: list[Statement] = []
    for owner in owners:
        policy = text(owner, "policy")
        found = statements_of(policy) if policy else None
        if found is None:
            return None
        every += found
    return every


def _names(statement: Statement, kind: str, name: str) -> bool:
    """Whether an Allow is for a principal of this kind with this name; `*` for any name."""
    principal = statement.get("Principal")
    if statement.get("Effect") != "Allow":
        return False
    named = principal.get(kind) if isinstance(principal, dict) else principal
    return any(name in ("*", item) or item == "*" for item in listed(named))


def _allows(statement: Statement, action: str) -> bool:
    return any(fnmatchcase(action, str(pattern)) for pattern in listed(statement.get("Action")))


def _goes_through(statement: Statement, endpoint: str) -> bool:
    conditions = statement.get("Condition")
    demanded = [
        listed(keys["kms:ViaService"])
        for keys in (conditions.values() if isinstance(conditions, dict) else ())
        if isinstance(keys, dict) and "kms:ViaService" in keys
    ]
    return all(any(fnmatchcase(endpoint, str(pattern)) for pattern in patterns) for patterns in demanded)
