"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_baseline import AccountBaseline
from components.account_providers import AccountProviders
from components.assumable_role import AssumableRole
from components.audit_archive import AuditArchive
from components.certificate import Certificate
from components.ci_access import CiAccess
from components.cluster import Cluster
from components.configuration_recorder import ConfigurationRecorder
from components.cost_control import CostControl
from components.cross_account_access import CrossAccountAccess
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.governance import Governance
from components.load_balancer import LoadBalancer
from components.network import Network
from components.organization import Organization
from components.security_groups import SecurityGroups
from components.security_hub import SecurityHub
from components.service import Service
from components.task_roles import TaskRoles
from components.threat_detection import ThreatDetection
from components.trail import Trail

__all__ = [
    "AccountBaseline",
    "AccountProviders",
    "AssumableRole",
    "AuditArchive",
    "Certificate",
    "CiAccess",
    "Cluster",
    "ConfigurationRecorder",
    "CostControl",
    "CrossAccountAccess",
    "Database",
    "EncryptionKeys",
    "Governance",
    "LoadBalancer",
    "Network",
    "Organization",
    "SecurityGroups",
    "SecurityHub",
    "Service",
    "TaskRoles",
    "ThreatDetection",
    "Trail",
]
