"""Functions of the AWS SDK (data sources) answered from the embedded cloud.

`invoke` answers every function. Those with a meaning of their own (policy documents, images, zones, passwords ...)
stand in the module of their service; the others look up what is deployed (`lookup`). What exists in an account
before anything is deployed in it is listed in `sandbox.aws.account`.
"""

from sandbox.aws.invokes.call import Call, NotSupported
from sandbox.aws.invokes.dispatch import SECRET_RESULTS, invoke

__all__ = ["SECRET_RESULTS", "Call", "NotSupported", "invoke"]
