def log = new File(basedir, 'build.log').text
['skipTests is set', 'maven.test.skip is set', 'assay.skip is set'].each {
  assert log.count('[INFO] Skipped: ' + it) == 2 : 'evaluate and check, for ' + it
}
assert log.contains('run.json: there is no run record: bind the goal evaluate beside check, or run mvn assay:evaluate first')
assert !new File(basedir, 'target/assay').exists()
return true
