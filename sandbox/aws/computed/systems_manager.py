"""Systems Manager: maintenance windows, patching, associations and activations."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation


@computes("aws:ssm/maintenanceWindow:MaintenanceWindow", "aws:ssm/patchBaseline:PatchBaseline")
def window_or_baseline(creation: Creation) -> Computed:
    """A maintenance window (`mw-`) or a patch baseline (`pb-`)."""
    window = creation.resource.class_name == "MaintenanceWindow"
    id = creation.prefixed("mw" if window else "pb")
    kind = "maintenancewindow" if window else "patchbaseline"
    return Computed(id, creation.promised({"arn": creation.arn("ssm", f"{kind}/{id}")}))


@computes(
    "aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget",
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask",
)
def part_of_window(creation: Creation) -> Computed:
    """A target or a task of a maintenance window, whose id is a UUID."""
    id = creation.random.uuid("id")
    return Computed(id, creation.promised({"arn": creation.arn("ssm", f"windowtask/{id}"), "windowTaskId": id}))


@computes("aws:ssm/association:Association")
def association(creation: Creation) -> Computed:
    """The association of a document with instances, whose id is a UUID."""
    id = creation.random.uuid("id")
    return Computed(
        id,
        creation.promised(
            {
                "arn": creation.arn("ssm", f"association/{id}"),
                "associationId": id,
                "documentVersion": creation.text("documentVersion", "$DEFAULT"),
            }
        ),
    )


@computes("aws:ssm/activation:Activation")
def activation(creation: Creation) -> Computed:
    """The activation of managed nodes with its code."""
    return Computed(
        creation.random.uuid("id"),
        creation.promised(
            {
                "activationCode": creation.random.lower(20, "code"),
                "expirationDate": creation.text("expirationDate", creation.time("expiration")),
                "expired": False,
                "registrationCount": 0,
                "registrationLimit": creation.number("registrationLimit", 1),
            }
        ),
    )
