"""What AWS computes when a resource is created or updated.

`compute` gives the id and the whole state of a resource of any type. Rules that hold for all types read the schema:
documented defaults, ids in the form of the documented import command, ARNs (`arn_formats`), and a value of the right
type for every promised output, told by its name (`wording`). Types whose values programs use have a rule of their own,
`@computes(TYPE)`, in the file of their service.

`compute_effects` names the resources that AWS makes by itself, so that reads and invokes find them: the default
security group, network ACL and route table of a VPC, the secret of a managed master password, the network interfaces of
load balancers, NAT gateways and endpoints. `compute_remains` names what is left when one is deleted: final snapshots.

`SECRET_OUTPUTS` names the outputs that are secret although the schema doesn't say so.
"""

from sandbox.aws.computed.effects import compute_effects, settings_of
from sandbox.aws.computed.remains import compute_remains, stays
from sandbox.aws.computed.secret_outputs import SECRET_OUTPUTS
from sandbox.aws.computed.state import compute

__all__ = ["SECRET_OUTPUTS", "compute", "compute_effects", "compute_remains", "settings_of", "stays"]
