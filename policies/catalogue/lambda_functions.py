"""Policies for AWS Lambda."""

from policies.catalogue.model import INTEGER, TEXTS, Controls, Levels, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

_DEPRECATED = (
    *("nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x"),
    *("nodejs16.x", "nodejs18.x", "nodejs20.x", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9"),
    *("python3.10", "java8", "go1.x", "ruby2.5", "ruby2.7", "ruby3.2", "provided", "provided.al2"),
    *("dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet6", "dotnet7"),
    "dotnet8",
)
"""Runtimes that AWS has deprecated by November 2026, the last of them on the 10th of that month.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

ROWS = (
    Policy(
        name="lambda-supported-runtime",
        title="Functions run on a runtime that AWS keeps up to date",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A deprecated runtime gets no security updates, and its functions cannot be changed before long.",
        remedy="Set runtime to a later version of its language.",
        docs=f"{_GUIDE}/lambda-runtimes.html",
        controls=Controls(fsbp=("Lambda.2",), checkov=("CKV_AWS_363",)),
        parameters=(same_everywhere("deprecated", "Runtimes that AWS has deprecated.", TEXTS, list(_DEPRECATED)),),
    ),
    Policy(
        name="lambda-no-secrets-in-env",
        title="Functions get no credentials in their environment variables",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Whoever may look at the function reads its variables, and they stay in every published version.",
        remedy="Give the function the name of a secret, and read it when the function starts.",
        docs=f"{_GUIDE}/with-secrets-manager.html",
        controls=Controls(pci_own=("8.6.2",), checkov=("CKV_AWS_45",)),
        parameters=(
            same_everywhere("allowedNames", "Names of variables that somebody looked at and allows.", TEXTS, []),
        ),
    ),
    Policy(
        name="lambda-env-cmk",
        title="Functions' variables are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="With the key that AWS manages, everybody who may look at the function reads its variables.",
        remedy="Set kmsKeyArn to the ARN of an aws.kms.Key of your own.",
        docs=f"{_GUIDE}/configuration-envvars-encryption.html",
        controls=Controls(checkov=("CKV_AWS_173",)),
    ),
    Policy(
        name="lambda-in-vpc",
        title="Functions run in subnets of several zones",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="Outside of the VPC a function reaches the whole internet, past every security group.",
        remedy="Set vpcConfig with private subnets of two zones and a security group.",
        docs=f"{_GUIDE}/configuration-vpc.html",
        controls=Controls(
            fsbp=("Lambda.3", "Lambda.5"), pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"), checkov=("CKV_AWS_117",)
        ),
        parameters=(same_everywhere("minimumSubnets", "Fewest subnets, one a zone.", INTEGER, 2),),
    ),
    Policy(
        name="lambda-dlq",
        title="Events that a function failed to handle are kept",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="After two retries Lambda drops an event for good, a payment's among them.",
        remedy="Set deadLetterConfig.targetArn, or add an aws.lambda.FunctionEventInvokeConfig with onFailure.",
        docs=f"{_GUIDE}/invocation-async-retain-records.html",
        controls=Controls(checkov=("CKV_AWS_116",)),
    ),
    Policy(
        name="lambda-concurrency",
        title="Functions have a limit of their own",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="One busy function takes the account's whole concurrency, and every other function stops.",
        remedy="Set reservedConcurrentExecutions.",
        docs=f"{_GUIDE}/configuration-concurrency.html",
        controls=Controls(checkov=("CKV_AWS_115",)),
    ),
    Policy(
        name="lambda-tracing",
        title="Functions are traced",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="Without traces nobody sees where a slow payment spent its time.",
        remedy="Set tracingConfig to {mode: Active}.",
        docs=f"{_GUIDE}/services-xray.html",
        controls=Controls(checkov=("CKV_AWS_50",)),
    ),
    Policy(
        name="lambda-code-signing",
        title="Functions run signed code only",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="Whoever may update a function could put any code into it.",
        remedy="Set codeSigningConfigArn to an aws.lambda.CodeSigningConfig with your signing profile.",
        docs=f"{_GUIDE}/configuration-codesigning.html",
        controls=Controls(checkov=("CKV_AWS_272",)),
    ),
)
