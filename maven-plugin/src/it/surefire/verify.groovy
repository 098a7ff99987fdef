def log = new File(basedir, 'build.log').text
// The traps: no class source, or a name outside the patterns, and Surefire counts nothing and is content.
assert log.contains('Tests run: 4, Failures: 1, Errors: 1, Skipped: 0')

def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/surefire-reports/TEST-BrokenSpec.xml'))
assert [report.@tests, report.@failures, report.@errors]*.text() == ['3', '1', '1']
assert report.testcase*.@name*.text().toSet().size() == 3 : 'each leaf has its own name'
assert report.testcase*.@classname*.text().every { it == 'BrokenSpec' }
def broken = report.testcase.find { !it.failure.isEmpty() }
assert broken.@name.text().contains('pruned')
assert broken.failure.@message.text().contains('choices.flipRate')
assert report.testcase.find { !it.error.isEmpty() }.@name.text().contains('lost')

// Who runs, judges: this run's record is no concern of assay:check.
assert !new File(basedir, 'target/assay/run.json').exists()
assert new File(basedir, 'target/assay/runs').listFiles().length == 1
return true
