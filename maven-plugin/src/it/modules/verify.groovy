def log = new File(basedir, 'build.log').text
assert log.contains('Skipped: a module of packaging pom has no specs')
assert log.contains("Skipped: assay-junit-engine is not on the module's test class path")
assert !new File(basedir, 'plain/target/assay').exists()
['first': 'FirstSpec', 'second': 'SecondSpec'].each { module, spec ->
  def record = new groovy.json.JsonSlurper().parse(new File(basedir, module + '/target/assay/run.json'))
  assert record.checks*.spec == [spec]
}
return true
