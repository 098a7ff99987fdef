def failure = new File(basedir, 'build.log').readLines().find { it.contains('Failed to execute goal') }
assert failure.contains(':evaluate ')
assert failure.contains('exit code 137 (SIGKILL: ')
assert failure.contains('while running DyingSpec#takesTheMachineDown')
assert !new File(basedir, 'target/assay/run.json').exists()
return true
