"""Building blocks of a payment platform on AWS, one Pulumi component a file."""

from components.account_providers import AccountProviders
from components.backup_replication import BackupReplication
from components.certificate import Certificate
from components.cluster import Cluster
from components.connection_secret import ConnectionSecret
from components.database import Database
from components.database_replica import DatabaseReplica
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.master_password import MasterPassword
from components.network import Network
from components.parameter_tree import ParameterTree
from components.regional_key import RegionalKey
from components.secret_store import SecretStore
from components.security_groups import SecurityGroups
from components.service import Service
from components.task_roles import TaskRoles

__all__ = [
    "AccountProviders",
    "BackupReplication",
    "Certificate",
    "Cluster",
    "ConnectionSecret",
    "Database",
    "DatabaseReplica",
    "EncryptionKeys",
    "LoadBalancer",
    "MasterPassword",
    "Network",
    "ParameterTree",
    "RegionalKey",
    "SecretStore",
    "SecurityGroups",
    "Service",
    "TaskRoles",
]
