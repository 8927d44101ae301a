"""Set-up of everything the sandbox needs, by a bare Python and its standard library: `python3 -m sandbox.bootstrap`.

Steps: the virtual environment of the locked requirements, the Pulumi CLI, the schema of the sandbox's aws provider.
Each is skipped when it is done already, and can be interrupted at any time: what it makes appears whole or not at all.
"""
