"""AWS Config: what resources looked like, and whether they followed the rules."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of

_SERVICE = "config.amazonaws.com"


class RecorderOptions(TypedDict):
    account_id: str
    """Account of the recorder."""
    region: str
    """Region of the recorder."""
    managed_rules: list[str]
    """Managed rules by identifier, such as ENCRYPTED_VOLUMES."""
    continuous: bool
    """Whether every change is recorded as it happens; otherwise once a day."""
    service_role_exists: bool
    """Whether the account has AWSServiceRoleForConfig already."""


class ConfigurationRecorderArgs(TypedDict):
    options: RecorderOptions
    """What it records and judges."""
    bucket_name: pulumi.Input[str]
    """Bucket that lets AWS Config write."""
    key_arn: pulumi.Input[str]
    """Key of the files."""


class ConfigurationRecorder(pulumi.ComponentResource):
    """Recorder of all resource types with the service-linked role, its delivery channel and rules."""

    recorder_name: pulumi.Output[str]
    """Name of the recorder, known once it records."""

    def __init__(self, name: str, args: ConfigurationRecorderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ConfigurationRecorder", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        recorder = self._recorder()
        channel = aws.cfg.DeliveryChannel(
            f"{name}-channel",
            name="default",
            s3_bucket_name=args["bucket_name"],
            s3_kms_key_arn=args["key_arn"],
            snapshot_delivery_properties={"delivery_frequency": "TwentyFour_Hours"},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[recorder], delete_before_replace=True),
        )
        status = aws.cfg.RecorderStatus(
            f"{name}-status",
            name=recorder.name,
            is_enabled=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[channel]),
        )
        for identifier in args["options"]["managed_rules"]:
            aws.cfg.Rule(
                f"{name}-{identifier.lower().replace('_', '-')}",
                source={"owner": "AWS", "source_identifier": identifier},
                opts=pulumi.ResourceOptions(parent=self, depends_on=[status]),
            )
        self.recorder_name = pulumi.Output.all(recorder.name, status.id).apply(lambda values: str(values[0]))
        self.register_outputs({"recorder_name": self.recorder_name})

    def _recorder(self) -> aws.cfg.Recorder:
        """An account and region have one, which AWS calls default."""
        return aws.cfg.Recorder(
            f"{self._prefix}-recorder",
            name="default",
            role_arn=self._role_arn(),
            recording_group={"all_supported": True, "include_global_resource_types": True},
            recording_mode={"recording_frequency": "CONTINUOUS" if self._args["options"]["continuous"] else "DAILY"},
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _role_arn(self) -> pulumi.Input[str]:
        """Security Hub's control Config.1 asks for the service-linked role."""
        if self._args["options"]["service_role_exists"]:
            role = f"role/aws-service-role/{_SERVICE}/AWSServiceRoleForConfig"
            return (
                f"arn:{partition_of(self._args['options']['region'])}:iam::{self._args['options']['account_id']}:{role}"
            )
        linked = aws.iam.ServiceLinkedRole(f"{self._prefix}-role", aws_service_name=_SERVICE, opts=self._child)
        return pulumi.Output.from_input(linked.arn)
