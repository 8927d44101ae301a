"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_providers import AccountProviders
from components.alarms import Alarms
from components.alert_topics import AlertTopics
from components.certificate import Certificate
from components.cluster import Cluster
from components.dashboard import Dashboard
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.log_insights import LogInsights
from components.network import Network
from components.observability import Observability
from components.prometheus import Prometheus
from components.security_groups import SecurityGroups
from components.service import Service
from components.task_roles import TaskRoles

__all__ = [
    "AccountProviders",
    "Alarms",
    "AlertTopics",
    "Certificate",
    "Cluster",
    "Dashboard",
    "Database",
    "EncryptionKeys",
    "LoadBalancer",
    "LogInsights",
    "Network",
    "Observability",
    "Prometheus",
    "SecurityGroups",
    "Service",
    "TaskRoles",
]
