"""Outputs that are secret, by resource type; the schema says so of some of them, AWS means it of all."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SECRET_OUTPUTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "aws:apigateway/apiKey:ApiKey": frozenset({"value"}),
        "aws:appsync/apiKey:ApiKey": frozenset({"key"}),
        "aws:cognito/userPoolClient:UserPoolClient": frozenset({"clientSecret"}),
        "aws:cognito/managedUserPoolClient:ManagedUserPoolClient": frozenset({"clientSecret"}),
        "aws:cognito/identityProvider:IdentityProvider": frozenset({"providerDetails"}),
        "aws:docdb/cluster:Cluster": frozenset({"masterPassword"}),
        "aws:directoryservice/directory:Directory": frozenset({"password"}),
        "aws:ec2/instance:Instance": frozenset({"passwordData"}),
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest": frozenset({"passwordData"}),
        "aws:ec2/vpnConnection:VpnConnection": frozenset(
            {"customerGatewayConfiguration", "tunnel1PresharedKey", "tunnel2PresharedKey"}
        ),
        "aws:elasticache/replicationGroup:ReplicationGroup": frozenset({"authToken"}),
        "aws:elasticache/user:User": frozenset({"passwords"}),
        "aws:grafana/workspaceApiKey:WorkspaceApiKey": frozenset({"key"}),
        "aws:grafana/workspaceServiceAccountToken:WorkspaceServiceAccountToken": frozenset({"key"}),
        "aws:iam/accessKey:AccessKey": frozenset({"secret", "sesSmtpPasswordV4"}),
        "aws:iam/serverCertificate:ServerCertificate": frozenset({"privateKey"}),
        "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": frozenset({"servicePassword"}),
        "aws:iam/userLoginProfile:UserLoginProfile": frozenset({"password"}),
        "aws:iam/virtualMfaDevice:VirtualMfaDevice": frozenset({"base32StringSeed", "qrCodePng"}),
        "aws:iot/certificate:Certificate": frozenset({"privateKey", "publicKey", "certificatePem"}),
        "aws:lightsail/database:Database": frozenset({"masterPassword"}),
        "aws:lightsail/keyPair:KeyPair": frozenset({"privateKey"}),
        "aws:memorydb/user:User": frozenset({"authenticationMode"}),
        "aws:mq/broker:Broker": frozenset({"users"}),
        "aws:rds/cluster:Cluster": frozenset({"masterPassword"}),
        "aws:rds/instance:Instance": frozenset({"password"}),
        "aws:redshift/cluster:Cluster": frozenset({"masterPassword"}),
        "aws:redshiftserverless/namespace:Namespace": frozenset({"adminUserPassword"}),
        "aws:secretsmanager/secretVersion:SecretVersion": frozenset({"secretString", "secretBinary"}),
        "aws:ssm/activation:Activation": frozenset({"activationCode"}),
        "aws:ssm/parameter:Parameter": frozenset({"value"}),
        "aws:transfer/server:Server": frozenset({"hostKey"}),
    }
)
"""Property names (wire names) that a server marks secret in addition to those that the schema marks."""
