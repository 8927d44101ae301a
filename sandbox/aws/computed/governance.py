"""Accounts and their watch: Organizations, GuardDuty, Security Hub, Config, Budgets, RAM, IAM Identity Center."""

import json
import os

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value


@computes("aws:organizations/organization:Organization")
def organization(creation: Creation) -> Computed:
    """An organization, managed by the account that creates it."""
    id = f"o-{creation.random.lower(10, 'id')}"
    master = creation.arn("organizations", f"account/{id}/{creation.account}", region="")
    root = f"r-{creation.random.lower(4, 'root')}"
    email = f"owner@{creation.account}.example"
    account: Properties = {
        "arn": master,
        "email": email,
        "id": creation.account,
        "joinedMethod": "INVITED",
        "joinedTimestamp": creation.time(),
        "name": f"account-{creation.account}",
        "state": "ACTIVE",
        "status": "ACTIVE",
    }
    kinds: list[Value] = [{"status": "ENABLED", "type": kind} for kind in creation.texts("enabledPolicyTypes")]
    return Computed(
        id,
        {
            "accounts": [account],
            "arn": creation.arn("organizations", f"organization/{id}", region=""),
            "featureSet": creation.text("featureSet", "ALL"),
            "masterAccountArn": master,
            "masterAccountEmail": email,
            "masterAccountId": creation.account,
            "masterAccountName": f"account-{creation.account}",
            "nonMasterAccounts": [],
            "roots": [
                {
                    "arn": creation.arn("organizations", f"root/{id}/{root}", region=""),
                    "id": root,
                    "name": "Root",
                    "policyTypes": kinds,
                }
            ],
        },
    )


def _organization(creation: Creation) -> tuple[str, str]:
    """The ids of the organization and its root; drawn from the account where no organization exists."""
    for found in creation.request.cloud.everywhere("aws:organizations/organization:Organization"):
        roots = found.get("roots")
        first = roots[0] if isinstance(roots, list) and roots else None
        root = first.get("id") if isinstance(first, dict) else None
        return found.id, str(root or "")
    return f"o-{creation.shared('organization').lower(10)}", f"r-{creation.shared('root').lower(4)}"


def _expected_id(creation: Creation) -> str:
    """The id beside the account's name in the stack's configuration; empty where there is none or it is taken."""
    if creation.request.current is not None:
        return creation.request.current.id
    ids = json.loads(os.environ.get("SANDBOX_NAMED_ACCOUNTS", "{}"))
    id = str(ids.get(creation.text("name"), ""))
    taken = {account.id for account in creation.request.cloud.everywhere("aws:organizations/account:Account")}
    return "" if id in taken else id


@computes("aws:organizations/account:Account")
def member_account(creation: Creation) -> Computed:
    """A member account. AWS makes its id up; the sandbox takes the one that the stack's configuration says."""
    id = _expected_id(creation) or "7" + creation.random.digits(11, "id")
    organization_id, root = _organization(creation)
    return Computed(
        id,
        {
            "arn": creation.arn("organizations", f"account/{organization_id}/{id}", region=""),
            "govcloudId": "",
            "joinedMethod": "CREATED",
            "joinedTimestamp": creation.time(),
            "parentId": creation.text("parentId", root),
            "state": "ACTIVE",
            "status": "ACTIVE",
        },
    )


@computes("aws:organizations/organizationalUnit:OrganizationalUnit")
def organizational_unit(creation: Creation) -> Computed:
    """An organizational unit: its id continues that of the root."""
    organization_id, root = _organization(creation)
    id = f"ou-{root.removeprefix('r-')}-{creation.random.lower(8, 'id')}"
    return Computed(id, {"accounts": [], "arn": creation.arn("organizations", f"ou/{organization_id}/{id}", region="")})


@computes("aws:organizations/policy:Policy")
def organization_policy(creation: Creation) -> Computed:
    """A policy of the organization."""
    organization_id, _ = _organization(creation)
    kind = creation.text("type", "SERVICE_CONTROL_POLICY")
    id = f"p-{creation.random.lower(8, 'id')}"
    path = f"policy/{organization_id}/{kind.lower()}/{id}"
    return Computed(id, {"arn": creation.arn("organizations", path, region=""), "type": kind})


@computes("aws:organizations/policyAttachment:PolicyAttachment")
def organization_policy_attachment(creation: Creation) -> Computed:
    """The attachment of a policy to a root, unit or account."""
    return Computed(f"{creation.text('targetId')}:{creation.text('policyId')}")


@computes("aws:guardduty/detector:Detector")
def detector(creation: Creation) -> Computed:
    """A GuardDuty detector."""
    id = creation.random.hex(32, "id")
    return Computed(
        id,
        {
            "accountId": creation.account,
            "arn": creation.arn("guardduty", f"detector/{id}"),
            "datasources": creation.merged("datasources", {}),
            "findingPublishingFrequency": creation.text("findingPublishingFrequency", "SIX_HOURS"),
        },
    )


@computes("aws:guardduty/iPSet:IPSet", "aws:guardduty/threatIntelSet:ThreatIntelSet", "aws:guardduty/filter:Filter")
def detector_part(creation: Creation) -> Computed:
    """A list or filter of a detector: `DETECTOR:ID`, a filter by its name."""
    owner = creation.text("detectorId")
    kind = creation.resource.class_name.lower()
    id = creation.name() if kind == "filter" else creation.random.hex(32, "id")
    return Computed(f"{owner}:{id}", {"arn": creation.arn("guardduty", f"detector/{owner}/{kind}/{id}")})


@computes("aws:securityhub/account:Account")
def security_hub(creation: Creation) -> Computed:
    """Security Hub in an account and region, whose id is the account."""
    return Computed(
        creation.account,
        {
            "arn": creation.arn("securityhub", "hub/default"),
            "controlFindingGenerator": creation.text("controlFindingGenerator", "SECURITY_CONTROL"),
        },
    )


@computes("aws:securityhub/standardsSubscription:StandardsSubscription")
def standards_subscription(creation: Creation) -> Computed:
    """A standard that Security Hub checks; its id is its ARN in the account."""
    standard = creation.text("standardsArn")
    path = standard.split("standards/", 1)[-1] if "standards/" in standard else standard.split("ruleset/", 1)[-1]
    return Computed(creation.arn("securityhub", f"subscription/{path}"))


@computes("aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation")
def configuration_policy_association(creation: Creation) -> Computed:
    """The association of a configuration policy with an account, unit or root, whose id is that one."""
    return Computed(creation.text("targetId"))


@computes("aws:cfg/rule:Rule")
def config_rule(creation: Creation) -> Computed:
    """A rule of AWS Config, whose id is its name."""
    id = f"config-rule-{creation.random.lower(6, 'rule')}"
    return Computed(
        creation.name(),
        {
            "arn": creation.arn("config", f"config-rule/{id}"),
            "ruleId": id,
            "evaluationModes": [*creation.objects("evaluationModes")] or [{"mode": "DETECTIVE"}],
        },
    )


@computes("aws:cfg/recorder:Recorder", "aws:cfg/deliveryChannel:DeliveryChannel")
def config_recorder(creation: Creation) -> Computed:
    """The recorder or the delivery channel of AWS Config, whose id is its name."""
    group: Properties = {
        "allSupported": True,
        "exclusionByResourceTypes": [],
        "includeGlobalResourceTypes": False,
        "recordingStrategies": [{"useOnly": "ALL_SUPPORTED_RESOURCE_TYPES"}],
        "resourceTypes": [],
    }
    properties: Properties = {
        "recordingGroup": creation.merged("recordingGroup", group),
        "recordingMode": creation.merged("recordingMode", {"recordingFrequency": "CONTINUOUS"}),
    }
    return Computed(creation.text("name", "default"), creation.promised({"name": "default", **properties}))


@computes("aws:budgets/budget:Budget")
def budget(creation: Creation) -> Computed:
    """A budget: `ACCOUNT:NAME`."""
    account = creation.text("accountId", creation.account)
    name = creation.name()
    month = creation.moment().strftime("%Y-%m-01_00:00")
    costs: Properties = {
        "includeCredit": True,
        "includeDiscount": True,
        "includeOtherSubscription": True,
        "includeRecurring": True,
        "includeRefund": True,
        "includeSubscription": True,
        "includeSupport": True,
        "includeTax": True,
        "includeUpfront": True,
        "useAmortized": False,
        "useBlended": False,
    }
    return Computed(
        f"{account}:{name}",
        creation.promised(
            {
                "accountId": account,
                "arn": creation.arn("budgets", f"budget/{name}", region="", account=account),
                "costFilters": [*creation.objects("costFilters")],
                "costTypes": creation.merged("costTypes", costs),
                "limitAmount": creation.text("limitAmount", "0.0"),
                "limitUnit": creation.text("limitUnit", "USD"),
                "namePrefix": creation.text("namePrefix"),
                "timePeriodEnd": creation.text("timePeriodEnd", "2087-06-15_00:00"),
                "timePeriodStart": creation.text("timePeriodStart", month),
            }
        ),
    )


@computes("aws:ram/resourceShare:ResourceShare")
def resource_share(creation: Creation) -> Computed:
    """A resource share, whose id is its ARN."""
    arn = creation.arn("ram", f"resource-share/{creation.random.uuid('id')}")
    return Computed(arn, {"arn": arn, "permissionArns": [*creation.texts("permissionArns")]})


@computes("aws:ssoadmin/permissionSet:PermissionSet")
def permission_set(creation: Creation) -> Computed:
    """A permission set of IAM Identity Center: `PERMISSION_SET_ARN,INSTANCE_ARN`."""
    instance = creation.text("instanceArn")
    path = f"permissionSet/{instance.rsplit('/', 1)[-1]}/ps-{creation.random.hex(16, 'id')}"
    arn = creation.arn("sso", path, region="", account="")
    return Computed(f"{arn},{instance}", {"arn": arn, "createdDate": creation.time()})


@computes("aws:accessanalyzer/analyzer:Analyzer")
def analyzer(creation: Creation) -> Computed:
    """An access analyzer, whose id is its name."""
    name = creation.text("analyzerName")
    return Computed(name, {"arn": creation.arn("access-analyzer", f"analyzer/{name}")})
