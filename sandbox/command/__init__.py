"""`sandbox/pulumi`: the Pulumi command on the embedded AWS, for any Pulumi Python project.

The engine gets exactly the arguments that the user gave. What makes it the sandbox is the environment (file backend,
passphrase, providers) and the stack file, which `PULUMI_OPTION_CONFIG_FILE` points at a working copy: the
engine reads every option from such a variable when the command line doesn't give it.

**Stack files are read, never written.** The working copy stands under `.sandbox/project/` of the project. In it the
secrets provider is the sandbox's passphrase and every ciphertext a placeholder secret; everything else is as in the
real file. Commands that change configuration (`config set`, `config rm`, `up -c`, ...) change the copy, and one line
says so. When the real file changes, the copy is made anew and those changes are put on top of it again, key by key.
To drop them: `config rm` the key, or remove the copy.

A few commands of the engine have no option for the stack file and would touch the real one (`stack init`, `stack rm`,
`stack rename`, `stack history`, `config cp`, `state move`, `destroy --remove`). They run in `.sandbox/project/`
itself, which is a twin of the project: same name, same backend, the working copies as its stack files.
"""
