"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_providers import AccountProviders
from components.backup_vault import BackupVault
from components.cache import Cache
from components.certificate import Certificate
from components.cluster import Cluster
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.network import Network
from components.queue import Queue
from components.recovery import Recovery
from components.restore_testing import RestoreTesting
from components.security_groups import SecurityGroups
from components.service import Service
from components.table import Table
from components.table_scaling import TableScaling
from components.task_roles import TaskRoles

__all__ = [
    "AccountProviders",
    "BackupVault",
    "Cache",
    "Certificate",
    "Cluster",
    "Database",
    "EncryptionKeys",
    "LoadBalancer",
    "Network",
    "Queue",
    "Recovery",
    "RestoreTesting",
    "SecurityGroups",
    "Service",
    "Table",
    "TableScaling",
    "TaskRoles",
]
