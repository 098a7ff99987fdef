def log = new File(basedir, 'build.log').text
assert log.contains('[ERROR] ERROR  MissingSpec#answers(lost): ')
assert log.contains('[ERROR] BROKEN MissingSpec#answers(pruned): ')
def failure = log.readLines().find { it.contains('Failed to execute goal') }
assert failure.contains('1 limit broken, 1 check could not be measured. First error: MissingSpec#answers(lost): ')
assert failure.contains('models' + File.separator + 'lost')
assert log.contains('MojoExecutionException')
return true
