def log = new File(basedir, 'build.log').text
def version = (log =~ /maven-surefire-plugin:([0-9.]+):test/)[0][1]
// Older ones name a leaf by its method alone: candidates of one check are then told as runs of one test.
def namesLeaves = !(version in ['3.0.0', '3.2.5'])

// The traps: no class source, or a name outside the patterns, and Surefire counts nothing and is content.
def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/surefire-reports/TEST-BrokenSpec.xml'))
assert [report.@tests, report.@failures, report.@errors]*.text() == ['3', '1', '1']
def passed = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/surefire-reports/TEST-ModelTest.xml'))
assert [passed.@tests, passed.@failures, passed.@errors]*.text() == ['1', '0', '0']

assert report.testcase*.@classname*.text().every { it == 'BrokenSpec' }
def broken = report.testcase.find { !it.failure.isEmpty() }
def missing = report.testcase.find { !it.error.isEmpty() }
assert broken.failure.@message.text().contains('choices.flipRate')
assert missing.error.@message.text().contains('lost')
if (namesLeaves) {
  assert log.contains('Tests run: 4, Failures: 1, Errors: 1, Skipped: 0')
  assert report.testcase*.@name*.text().toSet().size() == 3 : 'each leaf has its own name'
  assert broken.@name.text().contains('pruned')
  assert missing.@name.text().contains('lost')
}

// Who runs, judges: this run's record is no concern of assay:check.
assert !new File(basedir, 'target/assay/run.json').exists()
assert new File(basedir, 'target/assay/runs').listFiles().length == 1
return true
