"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_baseline import AccountBaseline
from components.account_providers import AccountProviders
from components.alarms import Alarms
from components.alert_topics import AlertTopics
from components.alert_webhooks import AlertWebhooks
from components.assumable_role import AssumableRole
from components.backup_replication import BackupReplication
from components.backup_vault import BackupVault
from components.bucket import Bucket
from components.cache import Cache
from components.certificate import Certificate
from components.ci_access import CiAccess
from components.clean_up import CleanUp
from components.cluster import Cluster
from components.configuration_recorder import ConfigurationRecorder
from components.connection_secret import ConnectionSecret
from components.cost_control import CostControl
from components.cross_account_access import CrossAccountAccess
from components.dashboard import Dashboard
from components.database import Database
from components.database_login import DatabaseLogin
from components.database_replica import DatabaseReplica
from components.dns_record import DnsRecord
from components.encryption_keys import EncryptionKeys
from components.governance import Governance
from components.hosted_zone import HostedZone
from components.image_repository import ImageRepository
from components.job import Job
from components.load_balancer import LoadBalancer
from components.log_group import LogGroup
from components.log_insights import LogInsights
from components.master_password import MasterPassword
from components.metrics_collector import MetricsCollector
from components.network import Network
from components.observability import Observability
from components.off_hours import OffHours
from components.organization import Organization
from components.parameter_tree import ParameterTree
from components.permissions_boundary import PermissionsBoundary
from components.private_names import PrivateNames
from components.prometheus import Prometheus
from components.queue import Queue
from components.recovery import Recovery
from components.regional_key import RegionalKey
from components.restore_testing import RestoreTesting
from components.scheduled_calls import ScheduledCalls
from components.secret_store import SecretStore
from components.security_groups import SecurityGroups
from components.security_hub import SecurityHub
from components.sensitive_data_discovery import SensitiveDataDiscovery
from components.service import Service
from components.service_group import ServiceGroup
from components.slack_channel import SlackChannel
from components.state_backend import StateBackend
from components.table import Table
from components.table_scaling import TableScaling
from components.task_roles import TaskRoles
from components.threat_detection import ThreatDetection
from components.trail import Trail
from components.trail_alarms import TrailAlarms
from components.vpc_endpoints import VpcEndpoints
from components.vulnerability_scanning import VulnerabilityScanning
from components.web_firewall import WebFirewall

__all__ = [
    "AccountBaseline",
    "AccountProviders",
    "Alarms",
    "AlertTopics",
    "AlertWebhooks",
    "AssumableRole",
    "BackupReplication",
    "BackupVault",
    "Bucket",
    "Cache",
    "Certificate",
    "CiAccess",
    "CleanUp",
    "Cluster",
    "ConfigurationRecorder",
    "ConnectionSecret",
    "CostControl",
    "CrossAccountAccess",
    "Dashboard",
    "Database",
    "DatabaseLogin",
    "DatabaseReplica",
    "DnsRecord",
    "EncryptionKeys",
    "Governance",
    "HostedZone",
    "ImageRepository",
    "Job",
    "LoadBalancer",
    "LogGroup",
    "LogInsights",
    "MasterPassword",
    "MetricsCollector",
    "Network",
    "Observability",
    "OffHours",
    "Organization",
    "ParameterTree",
    "PermissionsBoundary",
    "PrivateNames",
    "Prometheus",
    "Queue",
    "Recovery",
    "RegionalKey",
    "RestoreTesting",
    "ScheduledCalls",
    "SecretStore",
    "SecurityGroups",
    "SecurityHub",
    "SensitiveDataDiscovery",
    "Service",
    "ServiceGroup",
    "SlackChannel",
    "StateBackend",
    "Table",
    "TableScaling",
    "TaskRoles",
    "ThreatDetection",
    "Trail",
    "TrailAlarms",
    "VpcEndpoints",
    "VulnerabilityScanning",
    "WebFirewall",
]
