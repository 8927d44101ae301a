"""Who makes the call."""

import hashlib

from sandbox.aws.account.identities import user_arn, user_id
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.values import Properties

FUNCTIONS = FunctionTable()


@FUNCTIONS.answers("aws:index/getCallerIdentity:getCallerIdentity")
def caller_identity(arguments: Arguments, call: Call) -> Properties:
    """The account, and the IAM user `sandbox` in it."""
    place = call.place
    return {"id": place.account, "accountId": place.account, "arn": user_arn(place), "userId": user_id(place)}


def canonical_user_id(account: str) -> str:
    """The canonical user id of an account: 64 hexadecimal digits."""
    return hashlib.sha256(f"canonical/{account}".encode()).hexdigest()
